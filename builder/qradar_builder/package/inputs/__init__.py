"""What a given path is, a package folder or an extension ZIP, and the parsers in it."""
