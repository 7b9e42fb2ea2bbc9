"""Paths into the State: which ones an action names, where they lead, and where they get lost."""
