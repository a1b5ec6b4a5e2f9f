"""Ways to say what matters: questions, outcome, checks, effect."""
