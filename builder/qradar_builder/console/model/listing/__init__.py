"""Lists in answers: which items (filter), in which order (sort), which part (Range), and what of each (fields)."""
