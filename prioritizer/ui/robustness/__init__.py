"""What the page Robustness draws."""
