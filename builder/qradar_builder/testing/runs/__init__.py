"""Runs of a workflow outside of tests: what they begin with, who answers them, how they become cases."""
