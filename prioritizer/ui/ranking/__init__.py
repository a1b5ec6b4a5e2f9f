"""What the pages Ranking and Compare methods draw."""
