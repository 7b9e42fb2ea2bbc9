"""What takes a value from a payload: one module for each kind of expression."""
