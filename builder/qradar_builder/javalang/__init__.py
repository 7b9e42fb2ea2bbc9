"""What QRadar inherits from Java: regular expressions and date patterns, run in Python."""
