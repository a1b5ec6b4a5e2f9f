"""What lies around a point that is known to within an error: distances, people, climate."""
