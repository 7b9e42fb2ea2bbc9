"""What Python has too, but made sooner: a command loads hundreds of modules, and most of that time goes into making.

Doors: `dataclasses`, `patterns`.
"""
