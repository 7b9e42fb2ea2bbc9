"""Patterns of java.time.format.DateTimeFormatter (Java 17)."""
