"""Measures of speed and memory, printed by `make bench`."""
