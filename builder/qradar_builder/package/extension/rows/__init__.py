"""The rows of a content XML, by database table. Columns and value forms are those of real exports."""
