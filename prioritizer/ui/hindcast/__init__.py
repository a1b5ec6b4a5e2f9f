"""The page on how often the ranking was right: parts that draw, and what is kept."""
