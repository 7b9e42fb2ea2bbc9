"""Rules on calls and their responses."""
