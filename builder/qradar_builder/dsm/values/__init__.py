"""What fields and properties take: addresses, ports, numbers, times."""
