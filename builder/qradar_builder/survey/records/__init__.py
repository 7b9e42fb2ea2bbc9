"""Takes records out of files: lines, JSON, CSV, Parquet, syslog, XML, and what QRadar exports."""
