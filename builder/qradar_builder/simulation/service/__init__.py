"""A simulated source: its file, its events, and what it answers."""
