"""Universal Cloud REST API workflows: reading, checking and writing their XML."""
