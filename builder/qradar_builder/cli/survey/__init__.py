"""`qradar-builder survey`: what a log source type makes of archives."""
