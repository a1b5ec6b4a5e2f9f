"""What the pages Report and Files & records draw."""
