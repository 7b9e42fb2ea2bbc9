"""Event mappings and QID records, which can be very many: compared on disk, and in memory where they differ."""
