"""Parsing: log source extensions (LSX) and the expressions that they are made of.

Doors: `definition`, `event`, `parser`, `explanation`, `payloads.files`, `trial`, `tally`, `lsx.model`, `lsx.compiler`,
`lsx.reader`, `values.times.patterns`, `values.times.limits`, `expressions.syntax`, `expressions.checks`.
"""
