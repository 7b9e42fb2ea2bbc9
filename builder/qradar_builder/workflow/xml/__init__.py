"""Workflow XML and parameter values XML: read, checked by schema, written."""
