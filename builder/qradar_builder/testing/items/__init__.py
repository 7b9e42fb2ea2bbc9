"""The tests of a package as pytest collects them."""
