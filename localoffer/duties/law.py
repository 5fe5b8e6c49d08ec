"""What a Local Offer must or should hold, as values that never change. Read from files by `loading`."""

from dataclasses import dataclass
from datetime import date

from . import codes


@dataclass(frozen=True, slots=True)
class Source:
    """Where a duty comes from, and how sure we are that it says so."""

    ref: str  # such as "Children and Families Act 2014, section 30(5)"
    kind: str  # codes.SOURCE_KINDS
    confidence: str  # codes.CONFIDENCES

    @property
    def is_confirmed(self) -> bool:
        """Whether one of us read the text itself. A summary is not enough."""
        return self.confidence == "read"

    @property
    def in_words(self) -> str:
        """How sure we are, for a reader: "we read the text itself"."""
        return codes.CONFIDENCES[self.confidence]


class Sourced:
    """What rests on sources and stands from one day on: whether it stands, who says so, and how sure we are."""

    __slots__ = ()

    valid_from: date
    valid_until: date | None  # the last day; None while it stands
    strength: str  # codes.STRENGTHS
    sources: tuple[Source, ...]

    def is_in_force(self, on: date) -> bool:
        """Whether it stands on a day."""
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)

    @property
    def is_confirmed(self) -> bool:
        """Whether one of us read a text that binds whom it concerns and says this."""
        return any(source.is_confirmed and source.kind != "advice" for source in self.sources)

    @property
    def says(self) -> str:
        """Who says so, to be put before it. What nobody has checked never reads as law."""
        read = {source.kind for source in self.sources if source.is_confirmed}
        law = self.strength == "must"
        if law and read & {"law", "court"}:
            return "The law says"
        if law and "guidance" in read:
            return "Government guidance says that the law asks for this"
        if self.is_confirmed:
            return "Government guidance says"
        return f"We think {self._speaker} says ({self._doubt})"

    @property
    def doubt(self) -> str:
        """How unsure we are, to be put after what nobody has checked, which then cannot be taken for law; else ""."""
        return "" if self.is_confirmed else f"We think {self._speaker} says this: {self._doubt}."

    @property
    def _speaker(self) -> str:
        return "the law" if self.strength == "must" else "government guidance"

    @property
    def _doubt(self) -> str:
        if any(source.confidence == "summary" for source in self.sources):
            return "from a summary, not yet checked against the text"
        return "not yet checked against the text"


@dataclass(frozen=True, slots=True)
class PagesWanted:
    """Published pages of this site that name the criterion."""

    about: str
    kinds: tuple[str, ...]  # any of these (codes.PAGE_KINDS)
    checked_within: int  # months since somebody last checked one; an older one is overdue evidence
    at_least: int = 1


@dataclass(frozen=True, slots=True)
class ServicesWanted:
    """Live services that the council lists.

    Of each filter that is not empty, a service carries one or more; a kind or need stands for those below it too. Those
    that pass and state all of `stating` are counted: `at_least` so many, and `share` per cent of those that pass.
    """

    about: str
    kinds: tuple[str, ...] = ()
    strands: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    reach: tuple[str, ...] = ()
    stating: tuple[str, ...] = ()  # all of these (codes.STATED)
    at_least: int = 1
    share: int | None = None


@dataclass(frozen=True, slots=True)
class SiteFact:
    """Something that is so about the site as a whole; where `share` is given, of so many per cent of its pages."""

    fact: str  # codes.SITE_FACTS
    share: int | None = None

    @property
    def about(self) -> str:
        """What it is, in words."""
        return codes.SITE_FACTS[self.fact]


@dataclass(frozen=True, slots=True)
class CommentsWanted:
    """What became of families' comments, where it counts in the last `within` months."""

    what: str  # codes.COMMENTS
    within: int | None = None

    @property
    def about(self) -> str:
        """What it is, in words."""
        return codes.COMMENTS[self.what]


@dataclass(frozen=True, slots=True)
class Later:
    """Evidence that comes with a part of the product which may not be there yet."""

    part: str  # codes.PARTS
    about: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """What shows that a duty is met: all of it together."""

    pages: tuple[PagesWanted, ...] = ()
    services: tuple[ServicesWanted, ...] = ()
    site: tuple[SiteFact, ...] = ()
    comments: tuple[CommentsWanted, ...] = ()
    later: tuple[Later, ...] = ()

    @property
    def parts(self) -> tuple[str, ...]:
        """Parts of the product that have to be there before this can be judged; else it is *not assessed*."""
        wanted = ["comments"] if self.comments else []
        return tuple(dict.fromkeys([*wanted, *(each.part for each in self.later)]))


@dataclass(frozen=True, slots=True)
class Version(Sourced):
    """A duty as it stands from one day on."""

    valid_from: date
    valid_until: date | None  # the last day; None while it stands
    title: str
    strength: str  # codes.STRENGTHS
    reviewed_on: date  # when somebody last held it against its sources
    sources: tuple[Source, ...]
    why_it_matters: str
    entitlement: str  # what a family can expect anywhere in England, in plain words
    local: str  # what the council adds, as half a sentence
    met_when: tuple[str, ...]
    not_enough: tuple[str, ...]
    evidence: Evidence
    cues: tuple[str, ...]  # words by which the auditor finds it on a page
    confusable_with: tuple[str, ...] = ()  # slugs

    @property
    def caution(self) -> str:
        """A sentence to put under `entitlement`, where nobody has checked it; else ""."""
        if self.is_confirmed:
            return ""
        text = "law" if self.strength == "must" else "guidance"
        return f"We have not yet checked this against the text of the {text}."


@dataclass(frozen=True, slots=True)
class Criterion:
    """One duty, through all the changes of its law."""

    slug: str
    section: str  # a section's slug
    kind: str  # codes.CRITERION_KINDS
    versions: tuple[Version, ...]  # the oldest first; no two at once

    def on(self, day: date) -> Version | None:
        """The version in force on a day, or None: before the duty began, or after it ended."""
        return next((version for version in self.versions if version.is_in_force(day)), None)


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the law as families would divide it."""

    slug: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class SchoolItem(Sourced):
    """Something that a school's SEN information report has to hold."""

    slug: str
    title: str
    strength: str
    kind: str
    valid_from: date
    valid_until: date | None
    reviewed_on: date
    sources: tuple[Source, ...]
    why_it_matters: str
    met_when: tuple[str, ...]
    not_enough: tuple[str, ...]
    cues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Right(Sourced):
    """Something that a child, a young person or a parent can ask for, anywhere in England."""

    slug: str
    section: str  # a section's slug
    title: str
    strength: str
    valid_from: date
    valid_until: date | None
    reviewed_on: date
    sources: tuple[Source, ...]
    who: str  # who must do it
    in_short: str  # the gist of `entitlement` in a sentence or two
    entitlement: str  # what it is, in plain words, and no more than sources say that were read, where any was
    we_think: str  # what rests on the other sources; "" where all or none of them were read
    you_can: str  # what somebody can do about it
    criteria: tuple[str, ...]  # slugs of the duties whose pages serve it
    services: tuple[str, ...]  # kinds (codes.SERVICE_KINDS)

    @property
    def also_doubt(self) -> str:
        """How unsure we are of what is in `we_think`, to be put after it."""
        return f"We think {self._speaker} says this, too: {self._doubt}."
