"""Pages of a council's site, found beside its services: an index of their words, and which come first."""
