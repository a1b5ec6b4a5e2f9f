"""What a ranking rests on: sensitivity, stability, flips, extreme ranks, dominance."""
