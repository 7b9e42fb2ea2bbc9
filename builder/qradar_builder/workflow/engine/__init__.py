"""Runs workflows: compiled into steps, one generator a run, the world behind its effects."""
