"""What only a browser sees: pages that scripts make, and how pages look, on a sample. Needs the extra `browser`."""

from .axe import axe_version
from .rendering import Browser, Dom

__all__ = ["Browser", "Dom", "axe_version"]
