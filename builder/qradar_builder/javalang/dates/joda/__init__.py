"""Patterns of Joda-Time 2.x."""
