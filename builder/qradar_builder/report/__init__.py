"""How findings and events look: text, JSON, tables, explanations.

Doors: `formats`, `report`, `text_report`, `safe_finding`, `event_explanation`, `console.verification`,
`comparison.people`, `comparison.machines`, `comparison.pull_request`, `html.comparison`, `html.results`,
`html.rendering`, `html.diagram.drawing`, `html.diagram.flow`, `survey.document`, `survey.people`, `survey.page`,
`survey.parquet`.
"""
