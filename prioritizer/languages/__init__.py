"""What people in a room read, in their language: texts, numbers, times."""
