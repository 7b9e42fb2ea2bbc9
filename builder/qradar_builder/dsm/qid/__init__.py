"""From an event id and a category to the QID record: mappings and modifiers, step by step."""
