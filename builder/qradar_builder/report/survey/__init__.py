"""How a survey looks: JSON and Parquet for machines, and a few lines for people."""
