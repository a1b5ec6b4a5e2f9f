"""Texts to quantities and degrees."""
