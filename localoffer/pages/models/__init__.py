"""Finished page types."""

from ..key_dates.models import KeyDate  # noqa: F401 - no page: Django looks for models here
from ..looking_over.models import Address, LinkUse, PageLook  # noqa: F401
from ..tree.models import TreeState  # noqa: F401 - nor is this
from .contact import ContactPage
from .document import DocumentPage
from .easy_read import EasyReadPage
from .events import EventIndexPage, EventPage
from .guide import GuidePage
from .home import HomePage
from .hubs import PractitionerHubPage, TopicHubPage, YoungPeopleHubPage
from .journey import JourneyPage
from .language import LanguagePage
from .news import NewsIndexPage, NewsPage
from .question import QuestionPage
from .redirect import RedirectPage
from .starter import StarterFact, StarterPage  # noqa: F401 - no pages: Django looks for models here

__all__ = [
    "ContactPage",
    "DocumentPage",
    "EasyReadPage",
    "EventIndexPage",
    "EventPage",
    "GuidePage",
    "HomePage",
    "JourneyPage",
    "LanguagePage",
    "NewsIndexPage",
    "NewsPage",
    "PractitionerHubPage",
    "QuestionPage",
    "RedirectPage",
    "TopicHubPage",
    "YoungPeopleHubPage",
]
