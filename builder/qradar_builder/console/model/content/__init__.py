"""Extensions: reading what is uploaded, installing its rows by their identities, and exporting rows again."""
