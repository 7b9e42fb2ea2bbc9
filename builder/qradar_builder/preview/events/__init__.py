"""The samples of a log source type as events, while its parsing is edited."""
