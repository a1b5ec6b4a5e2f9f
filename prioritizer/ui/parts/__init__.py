"""Charts, lists and choices that several pages share."""
