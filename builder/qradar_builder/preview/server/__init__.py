"""The server of the preview: who may call it, what bodies it takes, and how its answers look."""
