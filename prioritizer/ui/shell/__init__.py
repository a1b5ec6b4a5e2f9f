"""State, choices, caches, theme and texts of every page."""
