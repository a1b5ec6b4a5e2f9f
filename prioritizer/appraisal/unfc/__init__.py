"""From evidence to a UNFC class, axis by axis."""
