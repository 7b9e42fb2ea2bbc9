"""What QRadar inherits from Java: regular expressions and date patterns, run in Python.

Doors: `dates.errors`, `dates.zone`, `dates.guess`, `dates.advice`, `dates.calendar`, `uri`, `dates.formatter.pattern`,
`dates.joda.pattern`, `dates.simple.pattern`, `regex.pattern`, `regex.errors`, `utf_16`.
"""
