"""Rules on what is posted."""
