"""How large and how deep things may be, so that hostile input costs bounded work."""

from __future__ import annotations

MAX_EXPRESSION = 100_000
"""Characters of one expression."""

MAX_TEMPLATE = 5_000_000
"""Characters of one template."""

MAX_DEPTH = 80
"""How deep parentheses, brackets and operators may lie in one another; a chain of `+` goes one deeper a term."""

MAX_TEMPLATE_DEPTH = 20
"""How deep templates may lie in one another."""

MAX_NUMBER = 300
"""Characters of one number, in an expression, in JSON, and in text that is read as a number."""

MAX_TEXT = 10_000_000
"""Characters of a text that an expression or a template makes, unless whoever evaluates says otherwise."""

MAX_ITEMS = 1_000_000
"""Items of an array that an expression makes from numbers."""

MAX_JSON_DEPTH = 255
"""How deep arrays and objects may lie in one another in JSON text; recent versions of Gson take as much."""
