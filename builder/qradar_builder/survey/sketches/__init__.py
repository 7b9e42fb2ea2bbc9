"""Counts in bounded memory that depend only on which records they have, not on their order or parts."""
