"""Rules on what is read from the State and written to it."""
