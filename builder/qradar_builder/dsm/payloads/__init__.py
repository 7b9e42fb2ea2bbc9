"""Where payloads come from: files in several forms."""
