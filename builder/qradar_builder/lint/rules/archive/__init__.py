"""Rules on the tables of a finished extension."""
