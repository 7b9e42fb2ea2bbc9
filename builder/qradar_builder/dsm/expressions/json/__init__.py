"""JSON keypaths, and payloads in which they find values."""
