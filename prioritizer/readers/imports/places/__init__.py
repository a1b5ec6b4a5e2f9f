"""Coordinates, their systems, and outlines."""
