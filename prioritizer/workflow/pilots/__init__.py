"""Shortlist, scenarios, portfolio, pilot definitions, viability."""
