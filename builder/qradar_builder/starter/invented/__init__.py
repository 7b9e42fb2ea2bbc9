"""Invented events and the API that gives them: an example to change."""
