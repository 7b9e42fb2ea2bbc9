"""What an extension is: specs of what people write, without any I/O and without knowledge of XML or YAML.

Doors: `workflow.document`, `workflow.problems`, `workflow.elements`, `workflow.grammar`, `expressions`, `content`,
`log_source_type`, `log_source`, `base`, `events`, `extension`, `reference_data`, `cases.events`, `cases.workflow`,
`simulation.document`.
"""
