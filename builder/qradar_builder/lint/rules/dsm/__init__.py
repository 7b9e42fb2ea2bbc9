"""Rules on how a log source type reads its events."""
