"""Rules on workflow parameter values."""
