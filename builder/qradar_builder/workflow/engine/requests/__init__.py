"""What a CallEndpoint sends, and what it saves of the answer."""
