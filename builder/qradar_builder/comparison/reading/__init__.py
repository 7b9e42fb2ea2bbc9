"""From a path or a git revision to what is compared."""
