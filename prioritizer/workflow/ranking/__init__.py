"""Sites to a ranking, and why it is so."""
