"""Rules on regular expressions, whether payloads or texts of a workflow are searched by them."""
