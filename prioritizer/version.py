"""The version of the package, and nothing else: whatever writes a file names it."""

__version__ = "0.1.0"
