"""A QRadar console by its REST API: check, deploy, verify, drift and log sources, and a model of one to test against.

Doors: `connection.profile`, `connection.session`, `connection.problems`, `check.run`, `model.console`, `model.service`,
`model.access`, `model.faults`.
"""
