"""Runs the recorded cases of a package, and says how much of its workflows they reach.

Doors: `reading`, `tested_package`, `case_folder`, `events.case`, `events.package_types`, `events.sample_payloads`,
`events.expression_trials`, `events.coverage`, `runs.source`, `runs.record`, `plugin`, `results`, `covered`,
`workflows.replay`, `workflows.case`, `events.tested`, `items.base`.
"""
