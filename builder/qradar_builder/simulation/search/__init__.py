"""The search for a history that breaks a rule: which histories there are, running them, and finding the shortest."""
