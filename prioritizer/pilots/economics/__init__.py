"""Screening economics: project, prices, support, draws, joint products."""
