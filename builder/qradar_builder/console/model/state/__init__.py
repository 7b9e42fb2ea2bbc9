"""What the model remembers: tables of records, what a new console has, and the file that keeps them."""
