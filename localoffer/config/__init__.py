"""Settings and addresses: the only room that knows every app."""
