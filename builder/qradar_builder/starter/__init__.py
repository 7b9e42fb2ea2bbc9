"""Starts packages: from nothing, from samples of events, from a recorded HAR file, or from an OpenAPI document.

Doors: `wishes`, `source`, `without_api`, `new_package`, `imported`, `openapi.operations`, `openapi.flow`, `har.flow`,
`events.headers`, `log_source_type.mappings`, `events.time_forms`, `events.id_names`, `language.templates`,
`language.vocabulary`.
"""
