"""What a simulated source of events is: sign-in, endpoints, events, and what a proof expects."""
