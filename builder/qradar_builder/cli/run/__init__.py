"""`qradar-builder run`, and one call of it."""
