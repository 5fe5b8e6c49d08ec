"""What a machine sees of published pages each night: how old a reader must be, unexplained initials, broken links."""
