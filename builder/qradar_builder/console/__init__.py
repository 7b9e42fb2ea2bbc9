"""A QRadar console by its REST API: check, deploy, verify, drift and log sources, and a model of one to test against.

Doors: `connection.profile`, `connection.session`, `connection.problems`, `connection.token`, `check.run`,
`check.reference`, `release.release`, `deployment.run`, `deployment.backup`, `deployment.foretelling`,
`deployment.staged`, `plan.run`, `holdings.export`, `release.items`, `verification.items`, `verification.untold`,
`verification.events`, `verification.redaction`, `drift.drifts`, `drift.pull`, `log_sources.values`,
`log_sources.plan`, `model.console`, `model.service`, `model.access`, `model.faults`.
"""
