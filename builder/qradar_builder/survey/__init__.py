"""Archives: reads logs of any size from files and object stores, and counts what a DSM makes of them.

Doors: `survey`, `choices`, `dsm_counts`, `faults`, `ledger`, `tallies`, `engines.engine`, `engines.task`,
`engines.here`, `engines.processes`, `engines.cluster`, `sources.listing`, `sources.plan`, `sources.drivers`,
`sources.limit`, `sources.unit`, `records.form`, `records.record`, `parts.store`, `counting.counting`,
`counting.prepared`, `counting.tally`, `counting.result`, `counting.expressions`, `sketches.packed`, `unknown.patch`.
"""
