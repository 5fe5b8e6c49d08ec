"""What families are entitled to anywhere in England, and what this council adds: made from the law as data."""
