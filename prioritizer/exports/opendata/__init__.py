"""The public part of an inventory in open formats, and map layers."""
