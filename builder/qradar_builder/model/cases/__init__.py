"""Test cases: what people write of them."""
