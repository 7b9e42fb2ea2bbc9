"""What can be told of a workflow before it runs."""
