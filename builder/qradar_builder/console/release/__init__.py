"""What is deployed: the ZIP of a package with its REST plan, and what both hold."""
