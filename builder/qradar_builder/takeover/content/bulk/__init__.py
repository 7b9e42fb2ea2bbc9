"""Very many event mappings: they are on disk while a package is made, and go from there into its table and its lock."""
