"""How a console is reached: the profile, the token, the calls with their errors, and tasks."""
