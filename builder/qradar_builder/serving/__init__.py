"""Serving HTTP on this machine: a server with TLS whose answers a function gives, and the faults of such answers.

Doors: `messages`, `server`, `certificate`.
"""
