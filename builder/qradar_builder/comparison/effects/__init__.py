"""What a change does to a running console, in one sentence, and how grave that is."""
