"""A newsletter that officers write: its issues, their archive and the feed of it."""
