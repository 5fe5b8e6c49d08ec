"""The heart: organisations, services, listings, checks, and the sources records come from."""
