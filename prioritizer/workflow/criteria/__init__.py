"""Scales: what another scale moves, edits, overlap of criteria."""
