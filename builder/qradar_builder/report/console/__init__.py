"""What a console has, compared with a release: for people, for machines and for CI servers."""
