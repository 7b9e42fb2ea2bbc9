"""Starts packages: from nothing, from samples of events, from a recorded HAR file, or from an OpenAPI document."""
