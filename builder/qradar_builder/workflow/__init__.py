"""Universal Cloud REST API workflows: their XML, what can be checked before they run, and the engine that runs them.

Doors: `engine.effects`, `engine.state`, `engine.drive`, `engine.compile`, `engine.recurrence`, `engine.reporter`,
`engine.limits`, `engine.paths.bookmarks`, `check.expressions`, `load`, `xml.reader`, `xml.values_reader`, `runner`,
`recording.recorder`, `recording.recording`, `recording.shown`, `recording.evaluation`, `recording.nodes`,
`recording.tree`.
"""
