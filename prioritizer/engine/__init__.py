"""Arithmetic of decision analysis on numpy arrays; README.md beside this file states the conventions."""
