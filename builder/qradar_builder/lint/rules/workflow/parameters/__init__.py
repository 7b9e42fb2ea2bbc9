"""Rules on the parameters of a workflow: what an administrator sees and enters."""
