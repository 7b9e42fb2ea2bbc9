"""Workflows of the package: their diagrams, and recordings of their cases that a debugger goes through."""
