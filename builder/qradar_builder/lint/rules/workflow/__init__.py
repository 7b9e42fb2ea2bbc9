"""Rules on workflows, whether they are written as YAML or as XML."""
