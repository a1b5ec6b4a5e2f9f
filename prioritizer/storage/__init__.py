"""Inventories kept: every value with its evidence, every change with who, when and why."""
