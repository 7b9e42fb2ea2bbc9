"""Where files come from: local folders and URLs, plain or compressed, and the ranges that they are read in."""
