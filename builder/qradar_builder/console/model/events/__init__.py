"""Events of the model: they come by syslog, are parsed with what is installed, and are searched with a part of AQL."""
