"""Decision records: written, read, replayed, compared."""
