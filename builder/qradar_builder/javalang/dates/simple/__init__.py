"""Patterns of java.text.SimpleDateFormat, lenient (Java 17)."""
