"""`qradar-builder parse`, and the processes that share its work."""
