"""A new version from upstream goes into a package that a team has changed: a merge of three sides, by item."""
