"""Rules on where secrets go."""
