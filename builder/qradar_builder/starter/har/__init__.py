"""A flow, recognised in a recording of a browser."""
