"""What the page Criteria & scales draws."""
