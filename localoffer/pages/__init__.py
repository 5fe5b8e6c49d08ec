"""Finished page types."""
