"""Rules on dates and their patterns."""
