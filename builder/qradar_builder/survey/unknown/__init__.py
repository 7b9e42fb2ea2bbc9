"""What a package needs to take the unknown events of a survey: expressions, mappings, records and cases."""
