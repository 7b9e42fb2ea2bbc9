"""Rules on how a call is written: its URL, authentication, and body."""
