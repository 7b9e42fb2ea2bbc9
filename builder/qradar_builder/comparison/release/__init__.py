"""What a release needs: a version that rises by what changed, and an entry of the change log."""
