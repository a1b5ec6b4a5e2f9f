"""How projects get from the pages into their store, behind the work."""
