"""Workshops: append-only, chained."""
