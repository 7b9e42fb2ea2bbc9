"""What was changed on a console since a release was deployed, and how it comes back into the package."""
