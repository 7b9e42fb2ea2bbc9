"""How events are understood from samples of them: ids, outcomes, times, users, addresses."""
