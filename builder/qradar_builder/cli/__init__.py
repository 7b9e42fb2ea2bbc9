"""The commands: one module each, thin. The only place that prints or exits."""
