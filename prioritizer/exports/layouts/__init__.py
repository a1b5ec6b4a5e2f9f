"""Blocks to bytes: PDF, DOCX, ballots."""
