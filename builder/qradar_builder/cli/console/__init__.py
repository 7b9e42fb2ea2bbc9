"""`qradar-builder console`: what goes on between a package and a console."""
