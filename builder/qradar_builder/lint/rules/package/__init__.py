"""Rules on a package folder as a whole."""
