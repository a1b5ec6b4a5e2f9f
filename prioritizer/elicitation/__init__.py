"""Judgements to weights: one technique per file, and many people to one group."""
