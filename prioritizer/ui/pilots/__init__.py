"""What the pages Programme, Pilot definitions and Viability draw."""
