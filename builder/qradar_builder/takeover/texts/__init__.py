"""The files of a package as people write them."""
