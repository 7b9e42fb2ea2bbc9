"""The addresses of the server, each with what answers it."""
