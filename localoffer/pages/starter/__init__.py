"""Starts a council's site, with every page that the law asks for drafted in plain words (docs/reference/starter.md)."""

from .sites import create_demonstration, create_site

__all__ = ["create_demonstration", "create_site"]
