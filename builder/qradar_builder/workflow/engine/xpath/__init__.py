"""XPath over XML texts, bounded in time and memory by a process of its own."""
