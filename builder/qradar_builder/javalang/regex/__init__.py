"""java.util.regex of Java 17: patterns are parsed, studied and written for the `regex` package."""
