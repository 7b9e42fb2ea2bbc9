"""UUIDs and numbers: handed out, kept in the lock, never given to another item."""
