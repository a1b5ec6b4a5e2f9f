"""Regions of weights that judgements allow, and draws from them."""
