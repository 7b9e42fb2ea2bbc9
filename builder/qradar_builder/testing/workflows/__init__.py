"""Tests of workflows: recorded runs are replayed and compared."""
