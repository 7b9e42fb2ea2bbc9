"""Rules on what a workflow says in the log and in the status of its log source."""
