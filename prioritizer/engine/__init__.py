"""Arithmetic of decision analysis on numpy arrays; README.md here states the conventions."""
