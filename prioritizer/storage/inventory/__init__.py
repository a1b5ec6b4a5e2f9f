"""Kept inventories with every change."""
