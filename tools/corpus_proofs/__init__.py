"""Proves workflows of IBM's public repository against simulated sources, for docs/ibm-corpus.md.

Each file of `sources/` begins with the path of its workflow in that repository, a colon, and how it pages.
"""
