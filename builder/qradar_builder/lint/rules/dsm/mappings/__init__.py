"""Rules on what event ids and categories lead to."""
