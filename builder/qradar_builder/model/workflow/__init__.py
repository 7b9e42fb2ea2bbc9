"""A Universal Cloud REST API workflow, and its language as one table."""
