"""Runs the recorded cases of a package, and says how much of its workflows they reach.

Doors: `reading`, `tested_package`, `runs.source`, `runs.record`, `plugin`.
"""
