"""Rules on patterns that mean something else than they look like, or that do more than they need."""
