"""What a console has of a release: found by identity in lists, or read as a whole from an export."""
