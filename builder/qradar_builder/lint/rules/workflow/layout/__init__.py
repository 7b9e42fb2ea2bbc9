"""Rules on the form of a workflow as a document."""
