"""Recorded exchanges: reading, writing, recording and replaying the requests and answers of a run.

Doors: `exchange`, `replay`, `record`, `har`, `har_file`, `worlds`.
"""
