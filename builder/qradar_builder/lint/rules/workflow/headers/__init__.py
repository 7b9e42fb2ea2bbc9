"""Rules on the headers of a call."""
