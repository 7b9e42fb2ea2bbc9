"""Answers of an API that are not JSON: rows of CSV, elements of XML, a JSON object a line."""
