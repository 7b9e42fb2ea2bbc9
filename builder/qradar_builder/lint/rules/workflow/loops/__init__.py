"""Rules on loops and on what is never reached."""
