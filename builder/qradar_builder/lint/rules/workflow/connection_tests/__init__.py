"""Rules on the tests of a workflow, which the button Start Test runs."""
