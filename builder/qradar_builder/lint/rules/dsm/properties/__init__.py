"""Rules on custom properties."""
