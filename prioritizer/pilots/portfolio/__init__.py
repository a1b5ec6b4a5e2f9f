"""Pilots within a budget: rules, frontier, integer programme, search over draws."""
