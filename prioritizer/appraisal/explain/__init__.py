"""Every measure opened down to raw values, formula, parameters and sources."""
