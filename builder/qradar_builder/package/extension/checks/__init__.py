"""Checks of a finished extension, whoever made it."""
