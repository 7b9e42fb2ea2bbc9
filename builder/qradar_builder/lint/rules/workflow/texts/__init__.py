"""Rules on texts and expressions that mean something else than they look like."""
