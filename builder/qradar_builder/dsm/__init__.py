"""Parsing: log source extensions (LSX) and the expressions that they are made of.

Doors: `definition`, `event`, `parser`, `explanation`, `payloads.files`, `payloads.json_values`, `trial`, `tally`,
`profile`, `lsx.model`, `lsx.compiler`, `lsx.reader`, `values.field_values`, `values.times.device_time`,
`values.times.patterns`, `values.times.limits`, `expressions.leef`, `expressions.syntax`, `expressions.checks`,
`expressions.cef`, `expressions.json.view`, `extractors`.
"""
