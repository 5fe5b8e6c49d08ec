"""Reads a text for words of danger. Plain Python: no Django, nothing kept, nothing logged."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Danger:
    """Which kinds of danger a text speaks of, the most urgent first. No word of the text itself."""

    kinds: tuple[str, ...]


def danger_in(text: str) -> Danger | None:
    """Return the kinds of danger that a text speaks of, or None."""
    raise NotImplementedError
