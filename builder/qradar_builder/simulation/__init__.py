"""Simulated sources of events, a world with faults and crashes, and the search for lost events.

Doors: `checking`, `subjects`, `search.proof`, `search.workers`, `history.checks`, `story.telling`, `story.case`,
`service.reading`, `live.desk`, `live.schedule`.
"""
