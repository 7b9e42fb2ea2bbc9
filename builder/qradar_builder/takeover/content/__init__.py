"""From the rows of a content XML to what a package says, and what of them it has no place for."""
