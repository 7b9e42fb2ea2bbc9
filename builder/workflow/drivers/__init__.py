"""Answers what a running workflow asks for: from the network, or from recorded exchanges."""
