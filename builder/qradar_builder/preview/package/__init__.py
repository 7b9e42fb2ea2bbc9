"""The package that the preview shows: its files, its last good state, and what changes on disk."""
