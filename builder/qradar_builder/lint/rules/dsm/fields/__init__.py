"""Rules on the expressions of normalized fields."""
