"""Files of other forms become rows of a content XML: answers of the REST API, and what `qidmap_cli` writes."""
