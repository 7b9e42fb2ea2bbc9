"""Log source extensions: the model, its XML, and its checks."""
