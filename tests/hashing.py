"""PINs hashed at little cost: rooms of tests are full, and few tests are about guessing one."""

from __future__ import annotations

from prioritizer.workflow.workshop import pins

USUAL = pins.COST


def hash_at_little_cost() -> None:
    """Let a PIN of this process cost next to nothing; that of a server costs what it does."""
    pins.COST = 2**4
