"""The check of a console before anything is changed on it."""
