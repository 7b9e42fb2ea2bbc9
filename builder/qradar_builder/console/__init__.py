"""A QRadar console by its REST API: check, deploy, verify, drift and log sources.

Doors: `connection.profile`, `connection.session`, `connection.problems`, `check.run`.
"""
