"""What the page Evidence & UNFC draws."""
