"""The shapes of payloads, and the templates that shapes belong to."""
