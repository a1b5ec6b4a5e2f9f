"""The vocabulary of headers and the records of an import."""
