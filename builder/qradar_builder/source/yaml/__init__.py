"""YAML with positions: files become documents, documents become specs, or findings."""
