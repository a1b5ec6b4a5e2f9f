"""Use cases: everything a person can ask for, where words meet arrays."""
