"""The functions of JPath."""
