"""Checks everything that can be checked without running it: package folders, XML files and ZIPs.

Doors: `beside_build`, `engine`, `ignoring`, `regex.attack`, `regex.report`, `run`, `selection`.
"""
