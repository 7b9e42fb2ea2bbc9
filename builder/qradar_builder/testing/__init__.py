"""Runs the recorded cases of a package, and says how much of its workflows they reach.

Doors: `tested_package`, `runs.source`, `runs.runner`, `runs.worlds`, `runs.record`, `plugin`.
"""
