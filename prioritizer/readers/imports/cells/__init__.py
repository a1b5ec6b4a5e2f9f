"""One cell to a value."""
