"""Expressions for a part of a payload that somebody selects: paths, keys, and regular expressions with context."""
