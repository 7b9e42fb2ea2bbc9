"""A simulated source as an HTTP server on this machine, with faults and a page that shows what was asked."""
