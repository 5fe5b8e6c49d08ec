"""One box: a family's words to services."""
