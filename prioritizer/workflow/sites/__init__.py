"""Importing, kept inventories, classes, completeness, who may see what."""
