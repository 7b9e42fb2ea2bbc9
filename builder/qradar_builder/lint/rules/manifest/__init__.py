"""Rules on the manifest of a finished extension, most of them from the validation of the App Exchange."""
