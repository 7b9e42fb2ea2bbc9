"""`qradar-builder lint`, and what it can do beside showing findings."""
