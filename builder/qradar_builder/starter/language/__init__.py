"""The words of events: names taken apart, what is said again and again, and what is not."""
