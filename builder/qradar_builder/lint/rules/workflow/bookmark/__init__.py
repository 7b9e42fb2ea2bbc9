"""Rules on where the next run begins: events that are lost, or fetched twice."""
