"""A family's own list of services, without an account. See docs/reference/shortlist.md."""
