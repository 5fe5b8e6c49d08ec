"""What pages are made of. Each block is a few words of its own, shown by a component of the look."""

from .bodies import body, part_body
from .journeys import StopBlock
from .links import PageLinkBlock, TopicBlock, is_shown_on
from .media import EasyReadLineBlock
from .parts import PartBlock
from .text import ContactBlock

__all__ = [
    "ContactBlock",
    "EasyReadLineBlock",
    "PageLinkBlock",
    "PartBlock",
    "StopBlock",
    "TopicBlock",
    "body",
    "is_shown_on",
    "part_body",
]
