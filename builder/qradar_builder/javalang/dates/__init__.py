"""Java's date patterns: what they share, and one folder for each class that reads and prints them."""
