"""Draws over weights and evidence, sensitivity, what to measure next."""
