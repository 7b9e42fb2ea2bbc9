"""HTML for people: fragments, and pages of one file that need no network and no script."""
