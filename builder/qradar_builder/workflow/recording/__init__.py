"""Records the steps of runs, so that a debugger can go through them in both directions."""
