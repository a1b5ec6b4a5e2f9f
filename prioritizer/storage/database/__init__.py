"""Connections, the write queue, the owner of a file, faults."""
