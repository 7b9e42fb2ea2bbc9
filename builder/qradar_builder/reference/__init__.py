"""What QRadar ships: categories, log source types, protocols, properties, builds and field names, with look-ups."""
