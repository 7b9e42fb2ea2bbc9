"""Rules on what parameters and places of the State are called."""
