"""Parsing: log source extensions (LSX) and the expressions that they are made of."""
