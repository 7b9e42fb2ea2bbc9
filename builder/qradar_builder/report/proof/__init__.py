"""What came of a proof, for people and for machines."""
