"""The commands: a module each, or a folder where one has parts of its own. The only place that prints or exits."""
