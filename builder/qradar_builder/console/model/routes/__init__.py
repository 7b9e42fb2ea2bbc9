"""What the endpoints do, by subject, and what those do that the model has no code for."""
