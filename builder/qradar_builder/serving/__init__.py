"""Serving on this machine: HTTP with TLS by a function, with the faults of its answers, and syslog that is received.

Doors: `messages`, `server`, `certificate`, `syslog`, `running`.
"""
