"""What the page Shortlist draws."""
