"""Histories: polls of a workflow against a simulated source, with faults and crashes, and what they must keep to."""
