"""Serving, guards, and who may open the pages."""
