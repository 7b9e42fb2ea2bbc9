"""What is kept of finished units, so that a later run does only what is missing."""
