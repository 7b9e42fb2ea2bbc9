"""Measures what `init --from-samples` proposes against sets of real messages with what is expected of them."""
