"""The extension ZIP: its files, written and read."""
