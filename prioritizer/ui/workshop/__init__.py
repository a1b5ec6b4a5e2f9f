"""What the pages Facilitate and Projector draw."""
