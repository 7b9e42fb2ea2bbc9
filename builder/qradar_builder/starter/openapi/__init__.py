"""A flow, recognised in the document of an API."""
