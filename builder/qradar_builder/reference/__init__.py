"""What QRadar ships: categories, log source types, protocols, properties, builds and field names, with look-ups.

Doors: `choice`, `normalized_fields`, `number_blocks`, `log_source_types`, `categories`, `protocols`,
`protocol_parameters`, `versions`, `custom_properties`, `http_statuses`, `console_api.description`,
`console_api.checks`, `console_api.shapes`, `console_api.endpoints`.
"""
