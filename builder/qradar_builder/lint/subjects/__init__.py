"""What rules look at: each kind of subject, with the views on it that several rules share."""
