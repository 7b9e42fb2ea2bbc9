"""How a command is called: its options, the packages and files that it is given, help, and completion in shells."""
