"""Differences by meaning between two versions of content, what they do to a console, and what a release needs.

Doors: `compare`, `matching`, `model`, `columns`, `change`, `payloads`, `shown`, `effects.rule`, `reading.side`,
`reading.archives`, `release.check`, `release.earlier`, `release.notes`, `release.version`, `release.changelog`.
"""
