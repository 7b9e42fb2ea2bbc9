"""Takes over what exists: exports of consoles, workflows and log source extensions become package folders.

Doors: `importing`, `checking`, `update.package`, `tables.console_json`, `content.bulk.database`.
"""
