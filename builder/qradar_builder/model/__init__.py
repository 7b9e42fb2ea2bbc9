"""What an extension is: specs of what people write, without any I/O and without knowledge of XML or YAML."""
