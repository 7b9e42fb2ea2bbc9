"""What a build of the package makes, shown before it is made: contents, identities, guide, tests and differences."""
