"""Rules on QID records: what events are called."""
