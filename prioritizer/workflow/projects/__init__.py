"""A project: all that was chosen in one piece of work, kept, opened, carried elsewhere."""
