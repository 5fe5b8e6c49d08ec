"""How much a part of a page is about a topic, and what it tells of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from . import facts
from .lexicon import Lexicon, Topic
from .looking import SURELY_HEADED, Part
from .words import words

#: A topic counts where it scores at least this share of the part's best.
NEAR_THE_BEST: Final = 0.8
#: Below this nothing is said of a part at all.
LEAST_SCORE: Final = 3.0
#: What is nowhere called by a name has to score at least this to be told enough of.
LEAST_UNNAMED: Final = 4.0
#: What no heading names and scores as much is what a page is about.
SURELY_ABOUT: Final = 12.0
#: The same beside something else: of words that are this general, some stand on every page.
LEAST_BESIDE: Final = 7.0
#: A passage shorter than this, in words, tells everything or does not tell enough.
SHORT: Final = 35
#: One shorter than this has to tell a point more than others, and one that a heading names, shorter than that.
BRIEF: Final = 70
FEW: Final = 50
MANY_LINES: Final = 7
#: So many words a point are more than its name.
EXPLAINS: Final = 8
#: Points told beside something else, without a heading: a topic of fewer is never met so.
LEAST_ASIDE: Final = 4
#: What a title may name without being about something else: “SEND Local Offer - Education”.
OF_EVERYTHING: Final = frozenset({"real-local-offer", "whole-picture"})
#: A page with so many parts about something else is many pages in one.
MANY_OTHERS: Final = 4

#: Words of what only goes by a topic's name, where that is what a part is about.
MOSTLY_OTHER: Final = 3


@dataclass(frozen=True, slots=True)
class About:
    """One topic of a part."""

    topic: int
    score: float
    share: float  # of the part's best
    points: int  # a bit for each point that is told
    is_headed: bool
    is_named: bool
    is_aside: bool  # the page's own title is about something else


def about(part: Part, whole: Part, lexicon: Lexicon) -> list[About]:
    """The topics that a part of a page is about, the best first."""
    scores = _scores(part, lexicon)
    best = 0.0
    for topic, score in scores.items():
        if score > best and not _is_by_the_way(part, topic, lexicon):
            best = score
    if best < LEAST_SCORE:
        best = max(scores.values(), default=0.0)
    title = part is not whole and _is_sure(whole, lexicon)
    if best < LEAST_SCORE:
        return []
    found = []
    for topic, score in scores.items():
        points, headed = points_of(part, lexicon, topic), part.headed.get(topic, 0.0)
        share = min(score / best, 1.0)
        if share < NEAR_THE_BEST and score >= LEAST_UNNAMED and _is_told_whole(part, points, topic, lexicon):
            share = min(score / _best_that_tells_more(part, scores, points, topic, lexicon), 1.0)
        is_about = share >= NEAR_THE_BEST or (score >= best / 3 and headed >= SURELY_HEADED)
        if is_about and not _is_all_of_other(part, topic):
            found.append(
                About(
                    topic,
                    score,
                    share,
                    points,
                    headed >= SURELY_HEADED,
                    headed > 0 or part.named.get(topic, 0.0) >= 0.9,
                    title and whole.headed.get(topic, 0.0) < SURELY_HEADED / 2,
                )
            )
    return sorted(found, key=lambda each: -each.score)


def _is_told_whole(part: Part, points: int, topic: int, lexicon: Lexicon) -> bool:
    """Whether all points of a topic are told but for one, where they are many enough not to be told by chance: each by
    another of many services, say."""
    told = points.bit_count()
    if told < LEAST_ASIDE or told < len(lexicon.topics[topic].points) - 1:
        return False
    return sum(line.is_heading for line in part.lines) < MANY_OTHERS


def _best_that_tells_more(
    part: Part, scores: Mapping[int, float], points: int, topic: int, lexicon: Lexicon
) -> float:
    """The best score of a part, of its topics that a heading names or of which as great a share is told.

    “Find your people” lists groups for parents; that it has the word “carers” four times does not make it about
    carers' assessments, of which it tells nothing.
    """

    def share(bits: int, of: int) -> float:
        return bits.bit_count() / max(len(lexicon.topics[of].points), 1)

    told = share(points, topic)
    return max(
        score
        for other, score in scores.items()
        if part.headed.get(other, 0.0) >= SURELY_HEADED
        or share(points_of(part, lexicon, other), other) >= told
    )


def _scores(part: Part, lexicon: Lexicon) -> dict[int, float]:
    scores: dict[int, float] = defaultdict(float)
    for topic, weight in part.headed.items():
        scores[topic] += 6.0 * weight
    for topic, weight in part.named.items():
        scores[topic] += 1.5 * min(weight, 4.0)
    for topic, weight in part.cued.items():
        scores[topic] += 0.6 * min(weight, 3.0)
    for topic, bits in part.points.items():
        scores[topic] += 0.8 * bits.bit_count()
    for word in part.rare:
        for topic, rarity in lexicon.rare[word]:
            if topic in scores:
                scores[topic] += rarity
    for topic in part.other:
        if _is_other(part, topic):
            scores[topic] *= 0.25
    return scores


def points_of(part: Part, lexicon: Lexicon, topic: int) -> int:
    """A bit for each point of a topic that a part tells, by its words or its facts."""
    bits = part.points.get(topic, 0)
    for point, kinds in lexicon.told_by[topic]:
        if any(kind in part.facts for kind in kinds):
            bits |= 1 << point
    return bits


@dataclass(slots=True)
class _Run:
    """A line that names points, and what follows it to the next that does: a row of a table, or what stands below a
    heading."""

    points: int
    is_headed: bool
    own: int  # words
    words: int

    def is_told(self, words: int) -> bool:
        return words >= EXPLAINS * self.points.bit_count()


def explained(part: Part, lexicon: Lexicon, topic: int) -> int:
    """The points of a topic of which a part says something; a list of names says nothing of any."""
    runs = [run for run in _runs(part, lexicon, topic) if run.points]
    # What follows the last name of a list is of the page, unless others are followed by something, too
    is_table = any(not run.is_headed and run.own < run.words and run.is_told(run.words) for run in runs[:-1])
    bits = 0
    named: _Run | None = None  # the line before, where it is a name and no more
    for run in runs:
        if run.is_told(run.own) or (
            run.is_told(run.words) and (is_table or (run.is_headed and named is None))
        ):
            bits |= run.points
        if is_table and named:
            # “Mediation”, then “before an appeal”: what is said of the one names the other
            both = replace(run, points=run.points | named.points)
            bits |= both.points if both.is_told(run.words + named.words) else 0
        named = None if run.is_headed or run.is_told(run.words) else run
    return bits


def _runs(part: Part, lexicon: Lexicon, topic: int) -> list[_Run]:
    runs: list[_Run] = []
    most = lexicon.topics[topic].explained
    for line in part.lines:
        among = words(line.text)
        # Only the first points have to be explained
        told = lexicon.points_in(lexicon.phrases.seen(among)).get(topic, 0) & ~(-1 << most)
        if line.is_heading:
            # A short row is taken for a heading at times
            runs.append(_Run(told, True, len(among), 0))
        elif told and not (runs and runs[-1].is_headed and told & ~runs[-1].points == 0):
            runs.append(_Run(told, False, len(among), len(among)))
        elif runs:
            runs[-1].words += len(among)
    return runs


def own_points(pieces: Sequence[Part], lexicon: Lexicon, topic: int) -> int:
    """The points of a topic that a page tells, but for those under headings of something else."""
    sure = [_is_sure(piece, lexicon, of_each=False) for piece in pieces]
    others = sum(topic not in piece.headed and is_sure for piece, is_sure in zip(pieces, sure, strict=True))
    bits, under, level = 0, False, 0
    for piece, is_sure in zip(pieces, sure, strict=True):
        if others >= MANY_OTHERS and is_sure:
            under, level = topic not in piece.headed, piece.level
        elif piece.level <= level:
            under = False
        if not under:
            bits |= points_of(piece, lexicon, topic)
    return bits


def _is_other(part: Part, topic: int) -> bool:
    """Whether what goes by a topic's name is something else here."""
    count = part.other.get(topic, 0)
    return count >= MOSTLY_OTHER or 0 < count >= part.named.get(topic, 0.0)


def _is_all_of_other(part: Part, topic: int) -> bool:
    """Whether a part is about what only goes by a topic's name: appeals about a school place."""
    return part.other.get(topic, 0) >= max(MOSTLY_OTHER, part.named.get(topic, 0.0))


def _is_by_the_way(part: Part, topic: int, lexicon: Lexicon) -> bool:
    """Whether a topic is no reason for a part to be about nothing else: every page of an offer speaks of the offer, and
    “My other family” may head what has not a word of groups for families."""
    if _is_of_everything(topic, lexicon):
        return True
    return not (part.points.get(topic) or part.named.get(topic, 0.0) > 0 or part.cued.get(topic))


def _is_of_everything(topic: int, lexicon: Lexicon) -> bool:
    return lexicon.topics[topic].slug in OF_EVERYTHING


def _is_sure(part: Part, lexicon: Lexicon, *, of_each: bool = True) -> bool:
    """Whether a part is surely about something. Without `of_each`, “How to apply” is of what the page is about."""
    return any(
        weight >= SURELY_HEADED
        and not _is_of_everything(topic, lexicon)
        and not _is_other(part, topic)
        and (of_each or not lexicon.topics[topic].of_each)
        for topic, weight in part.headed.items()
    )


def enough(each: About, part: Part, lexicon: Lexicon, *, is_parted: bool = False) -> bool:
    """Whether a part tells enough of a topic: more where it is said beside something else, or in a few words.

    `is_parted`: it is a whole page, whose parts are about what they are about.
    """
    topic = lexicon.topics[each.topic]
    if topic.of_each and each.is_aside:
        return False
    is_all = each.points.bit_count() >= topic.nearly_all
    if each.share < NEAR_THE_BEST and not (is_all and each.is_headed and not each.is_aside):
        return False
    if is_parted and not each.is_headed:
        # Of many parts that nothing names: about this more than about any other, and all of it
        return is_all and each.share == 1.0 and each.score >= SURELY_ABOUT
    if not each.is_named and not each.is_headed and each.score < LEAST_UNNAMED:
        return False
    most = len(topic.points)
    wanted = topic.least
    if topic.terse:
        wanted = topic.least + (not each.is_headed)
    elif part.words < SHORT:
        wanted = max(topic.least, most - each.is_headed)
    elif each.is_aside and not each.is_headed and each.score < LEAST_BESIDE:
        return False
    elif each.is_aside:
        # Beside something else it has to tell everything, where no heading says that it is about it
        wanted = max(topic.least, most - 1) if each.is_headed else max(most, LEAST_ASIDE)
    elif not each.is_headed and _is_sure(part, lexicon):
        wanted = most
    elif (_is_brief(part, is_headed=each.is_headed) and not _is_all_essential(each, topic)) or (
        part.heading and not part.headed.get(each.topic)
    ):
        wanted = topic.least + 1
    return each.points.bit_count() >= (wanted if each.is_aside and not each.is_headed else min(wanted, most))


def _is_all_essential(each: About, topic: Topic) -> bool:
    """Whether what a heading names has as many essential points as are asked for, and all are told: then few words are
    enough."""
    told = [bool(each.points >> point & 1) for point, _ in topic.must]
    return each.is_headed and len(told) >= topic.least and all(told)


def _is_brief(part: Part, *, is_headed: bool) -> bool:
    """Whether a passage has too few words to be sure of. A table or a list says more in as many words than prose."""
    if is_headed:
        return part.words < FEW and len(part.lines) < MANY_LINES
    return part.words < BRIEF


def is_local(part: Part, whole: Part) -> bool:
    """Whether a part states facts of its own place; the page's own telephone number or e-mail lends it one."""
    own = facts.weight(part.facts)
    lent = part is not whole and own > 0 and bool({"phone", "email"} & whole.facts.keys())
    return own + lent >= facts.ENOUGH
