"""From JPath text to its syntax tree."""
