"""Which open questions the reading of an event leaned on, told from its explanation."""
