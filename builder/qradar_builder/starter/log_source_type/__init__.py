"""A log source type, proposed from samples of events and proven by them."""
