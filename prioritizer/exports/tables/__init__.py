"""Flat tables: CSV, JSON, text, criteria files."""
