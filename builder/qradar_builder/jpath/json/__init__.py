"""JSON values as the State holds them."""
