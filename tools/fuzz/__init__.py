"""Feeds broken copies of real documents to the commands; each must end with findings, soon, and in bounded memory."""
