"""Text and times for people: what every layer may need to show a value or to read one.

Doors: `shown`, `nearest`, `times`, `yaml`.
"""
