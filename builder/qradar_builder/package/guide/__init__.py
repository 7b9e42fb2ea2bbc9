"""The install guide of a package, for the administrator of a console."""
