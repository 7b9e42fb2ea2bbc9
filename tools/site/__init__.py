"""The manual as a site that needs no network: its pages, its look, and its search."""
