"""What is secret: names and values of credentials, their forms, and how they are kept out of what is written.

Doors: `names`, `values`, `shown`, `replaced`, `excerpts`.
"""
