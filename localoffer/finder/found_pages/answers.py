"""Which pages answer a question, and whether they answer it better than services do.

Scored by ../ranking.py, as services are: the title weighs most, then the page a part belongs to and its headings, then
the text. A word that no page has counts against all of them, so that “wheelchair” is not answered by a page about help.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

from django.utils import timezone

from .. import ranking, snapshot
from ..results import Results
from ..words import STOP_WORDS, fold, stem
from .form import Form, form_of
from .snapshot import Pages, Row

#: Shown beside services; the page of all has the others
MOST_SHOWN, MOST_OF_ALL = 3, 50
# What answers less than this says nothing; nor what answers less than this part of the best
LEAST, LEAST_OF_BEST = 0.22, 0.55
# What is added where a title, and that of its page, has the words that were asked for and no others
EXACT = 0.5
# A row is looked at when it has something of a part that weighs at least so much, beside the weightiest
WEIGHTY = 0.4
# What is added to a page that says what something is, for whoever types its name and nothing else
WHAT_IT_IS = 0.1
_SAYS_WHAT_IT_IS = re.compile(r"what (?:is|are)\b(?! the\b)", re.IGNORECASE)
# A page stands for a part of it that answers only because of the page's own title, when it answers nearly as well
NEARLY_AS_WELL = 0.75
# Of a score: how much of the title is about something that was not asked for
BESIDE_THE_POINT = 0.12
# Of what a part weighs: words that say what kind of answer is wanted, not what about
HOW_ASKED = 0.35
_HOW_ASKED = re.compile(r"who decides|entitled|entitlement|rights?|law|legal(?:ly)?|explain\w*|difference")
# A page stands first when it answers at least so well, and so well beside the best service: for whoever wants to know;
# for whoever may; when its title has every word; and else
TO_KNOW, PERHAPS, TITLED, ELSE = (0.36, 0.4), (0.4, 0.6), (0.42, 0.62), (0.6, 1.25)
# A name has fewer small words
OF_A_SENTENCE = 2
# A service has what was asked for when each part of it is worth more there than a word in a description
JUST_THAT = ranking.TYPED[ranking.FIELDS.index("text")]


STOP_STEMS = frozenset(map(stem, STOP_WORDS))


@dataclass(frozen=True, slots=True)
class PageHit:
    """A page, or a part of one, and how well it answers (0 to about 1)."""

    row: Row
    score: float
    is_titled: bool  # every word that was asked for stands in its title, or in that of its page


@dataclass(frozen=True)
class PagesFound:
    """Pages that answer a question, the best first; `first`: the best of them answers it better than a service."""

    hits: list[PageHit] = field(default_factory=list)
    first: bool = False

    def __len__(self) -> int:
        return len(self.hits)

    @property
    def shown(self) -> list[PageHit]:
        return self.hits[:MOST_SHOWN]


def pages_for(results: Results) -> PagesFound:
    """The pages that answer what a search asked. No query: they come from the council's snapshot."""
    pages = results.entries.pages
    if not results.question.parts or not pages.rows:
        return PagesFound()
    told = frozenset(results.question.stems) - STOP_STEMS
    hits: list[PageHit] = []
    for hit in _best_of_each(_scored(results, pages), pages, told, timezone.now()):
        if hits and hit.score < hits[0].score * LEAST_OF_BEST or len(hits) == MOST_OF_ALL:
            break
        hits.append(hit)
    return PagesFound(hits, bool(hits) and _is_better(hits[0], results))


def _scored(results: Results, pages: Pages) -> dict[int, tuple[float, bool]]:
    """How well each row answers, and whether it says so in its title: {position: (score, is titled)}."""
    question, count = results.question, len(pages.rows)
    having = pages.having(question.words)
    titled = (1 << count) - 1
    hits, weights = [], []
    for part in question.parts:
        some = [_of_one_title(hit, part.stems, pages) for hit in ranking.hits(part, having, {})]
        hits.append(some)
        weight = ranking.weight(part, some, count) or _unanswered(part, count)
        weights.append(weight * HOW_ASKED if _HOW_ASKED.fullmatch(part.typed) else weight)
        if not part.is_weak:
            titled &= ranking.any_of(
                hit.bits for hit in some if hit.field in ("name", "terms") and hit.worth >= 2
            )
    # Whatever has nothing of what weighs most answers too little to be shown: “help” is on every page
    least = max(weights) * WEIGHTY
    among = ranking.any_of(
        hit.bits
        for some, weight in zip(hits, weights, strict=True)
        if weight >= least
        for hit in some
        if hit.worth > ranking.ANY_WORD
    )
    values = [ranking.values(some, among, snapshot.positions_of) for some in hits]
    for bits in _runs(results, pages):
        values.append(dict.fromkeys(snapshot.positions_of(bits & among), ranking.MOST))
        weights.append(ranking.IN_A_NAME * ranking.rarity(bits, count))
    told = frozenset(question.stems) - STOP_STEMS
    asked = set(question.words) | told
    is_a_name = len(question.parts) == 1 and question.parts[0].is_phrase
    found = {}
    for place, score in ranking.scores(values, weights).items():
        row = pages.rows[place]
        beside = len(row.stems - asked) / len(row.stems) if row.stems else 0.0
        score = score * row.weight * (1 - BESIDE_THE_POINT * beside)
        if row.stems == told:
            score += EXACT
        if is_a_name and titled >> place & 1 and _SAYS_WHAT_IT_IS.match(row.title):
            score += WHAT_IT_IS
        found[place] = (score, bool(titled >> place & 1))
    return found


def _of_one_title(hit: ranking.Hit, phrase: tuple[str, ...], pages: Pages) -> ranking.Hit:
    """The hit, without parts of which one word of a phrase stands in their title and another in their page's.

    “A place is refused” of “Changing school” is no answer to “he refuses school”.
    """
    if hit.way != "typed" or hit.field != "name" or len(phrase) < 2:
        return hit
    wanted = set(phrase)
    apart = [
        place
        for place in snapshot.positions_of(hit.bits)
        if (row := pages.rows[place]).part and not wanted <= row.title_stems and not wanted <= row.above_stems
    ]
    return replace(hit, bits=hit.bits & ~snapshot.bits_of(apart, len(pages.rows))) if apart else hit


def _unanswered(part, count: int) -> float:
    """What a part weighs that no page answers: as much as one that a single page does."""
    rare = ranking.rarity(1, count)
    if part.is_phrase:
        return ranking.PHRASE_WEIGHT * rare
    return rare * (ranking.WEAK_WEIGHT if part.is_weak else ranking.WORD_WEIGHT)


def _typed(results: Results) -> list[str]:
    return re.findall(r"[^\W_]+", fold(results.asked.text))


def _runs(results: Results, pages: Pages) -> Iterator[int]:
    """Two words that tell something and stand beside each other in what was typed: the rows with them in a title."""
    for one, other in pairwise(_typed(results)):
        if one not in STOP_WORDS and other not in STOP_WORDS:
            if bits := pages.pairs.get((stem(one), stem(other)), 0):
                yield bits


def _best_of_each(
    scored: dict[int, tuple[float, bool]], pages: Pages, told: frozenset[str], now: datetime
) -> Iterator[PageHit]:
    """The best of a page, its parts, its translations and its easy-read twin; nothing that is over, or says nothing.

    Best first.
    """
    seen = set()
    saying = [(place, *each) for place, each in scored.items() if each[0] >= LEAST]
    whole = {pages.rows[place].page_key: place for place in scored if not pages.rows[place].part}
    for place, score, titled in sorted(saying, key=lambda each: (-round(each[1], 9), each[0])):
        row = pages.rows[place]
        if row.same_as in seen or (row.until is not None and row.until < now):
            continue
        seen.add(row.same_as)
        page = whole.get(row.page_key)
        if row.part and page is not None and not told & row.title_stems:
            if scored[page][0] >= score * NEARLY_AS_WELL:
                row, titled = pages.rows[page], scored[page][1]
        yield PageHit(row, score, titled)


def _is_better(best: PageHit, results: Results) -> bool:
    """Whether a page answers better than the best service."""
    if results.exact:
        return False  # a service was named
    if not len(results):
        return best.score >= TITLED[0]
    form, ways = form_of(results.asked.text, results.question), [ELSE]
    if form is Form.TO_KNOW:
        ways.append(TO_KNOW)
    elif _is_named(best, results):
        ways.append(TITLED)
    elif _is_had(results):
        return False
    elif form is not Form.TO_HAVE:
        ways += [PERHAPS] * (form is Form.EITHER) + [TITLED] * best.is_titled
    return any(best.score >= least and best.score >= results.best_score * part for least, part in ways)


def _is_named(best: PageHit, results: Results) -> bool:
    """Whether somebody typed a page's title, and that is more than the name of a kind of help.

    “Short breaks” names a kind of help as well as a page; “I want to work” is a sentence.
    """
    typed = results.question.stems
    if best.row.stems != frozenset(typed) - STOP_STEMS:
        return False
    return sum(each in STOP_STEMS for each in typed) >= OF_A_SENTENCE or not all(
        any(token.startswith("kind:") for token in part.tokens) for part in results.question.parts
    )


def _is_had(results: Results) -> bool:
    """Whether some service has all that was asked for, in its name or in what it is listed for, and says it so."""
    having = results.passed & ~results.entries.closed
    for part, hits in zip(results.question.parts, results.answers, strict=True):
        if not any(hit.way == "typed" and hit.worth > ranking.ANY_WORD for hit in hits):
            return False
        if not part.is_weak:
            having &= ranking.any_of(hit.bits for hit in hits if hit.worth > JUST_THAT)
    return bool(having)
