"""Whether a console has a release as it is, and what its events became."""
