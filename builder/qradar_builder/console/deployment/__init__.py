"""The deployment of a release: what it will do, what it does, and how it is undone."""
