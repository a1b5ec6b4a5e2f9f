"""What the page Sites draws."""
