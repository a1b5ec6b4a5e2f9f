"""What the page Weights draws."""
