"""The REST plan of a release: read from its file, and run."""
