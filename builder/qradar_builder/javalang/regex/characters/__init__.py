"""Sets of characters in a Java pattern: classes, named properties, and matching without case."""
