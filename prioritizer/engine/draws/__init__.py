"""Monte Carlo: sampling, scoring, counting, value of information."""
