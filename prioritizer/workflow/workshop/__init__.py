"""Workshops: what a facilitator, a participant and a projector can ask for."""
