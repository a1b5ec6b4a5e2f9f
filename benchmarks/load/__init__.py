"""What the load benchmark is made of: phones, a room, and the server that they reach."""
