"""Workflows in YAML, and the fragments that they use."""
