"""What the page Inventories draws."""
