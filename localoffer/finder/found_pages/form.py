"""Whether somebody wants to know something or to have some help: the form of a question says it. Plain Python.

A page of the site tells; a service is there to be had. “What is a short break?” is answered by a page, “how do I get a
short break?” by those who give them. What is asked about says less than how it is asked.
"""

import re
from enum import Enum

from ..question import Question
from ..words import fold


class Form(Enum):
    """What somebody wants."""

    TO_KNOW = "to know"
    TO_HAVE = "to have"
    EITHER = "either"  # asked, but not how
    UNSAID = "unsaid"  # no question: a name, or a story


#: Kinds of help that are steps of the law, which one has to know to take them
STEPS = frozenset(
    f"kind:{code}"
    for code in ("ehc-plans", "disagreements", "mediation", "disagreement-resolution", "complaints")
)

_WHO = r"(?:i|we|you|he|she|they|(?:my|our|a|the) \w+)"
_SURELY_TO_KNOW = re.compile(
    r"\b(?:why (?:is|are|do|does|did|cant|wont|should|must)|rights?|law|legal(?:ly)?|illegal|appeal\w*|complain\w*"
    r"|refused(?! to\b)|refusal letter|turned (?:\w+ )?down|sa(?:id|ys) no|statement|policy|strategy|information report"
    r"|mean(?:s|ing)?|entitle\w*|difference|deadlines?|time limits?|allowed|tribunal|mediation|certificate|criteria"
    r"|eligib\w*|process|without an? (?:\w+ )?(?:plan|diagnosis|referral))\b"
)
_TO_HAVE = re.compile(
    rf"\b(?:where|somewhere|looking for|(?:is|are) there|how (?:do|does|can|could) {_WHO} (?:get|find|book|join|borrow"
    r"|hire|see|meet|reach)|who (?:helps?|visits?|teach(?:es)?|can (?!have|get|apply|ask|claim|be\b)\w+)"
    r"|(?:can|could|do|does|will|would) (?:some|any)(?:one|body)|some(?:one|body) (?:to|who)"
    rf"|what can {_WHO} do (?:in|on|at|over|during|after|this)|whats on"
    rf"|(?<!do )(?<!does )(?<!did ){_WHO} needs? (?:an?|some\w*|help))\b"
)
_TO_KNOW = re.compile(
    r"\b(?:how (?:do|does|to|long|many|much|will|is|are|should)"
    r"|what (?:is|are|does|do|happens|if|can|to|should|must|counts|changes)|whats|why"
    r"|who (?:decides|does|pays|will|makes|should|can)|when (?:is|do|does|can|will|are|should|must)"
    rf"|(?:do|does|did) {_WHO} (?:need|have to|still)|should|must|(?:have|has) to"
    r"|can (?:they|(?:the |a |my |our |his |her )?(?:school|nursery|college|council))"
    r"|can (?:i|we) (?:ask|bring|choose|change|say|still))\b"
)
_ASKED = re.compile(
    r"\b(?:how|what|who|when|explain\w*|(?:can|do|does|should|must|am|are|is) (?:i|we|you|they|my|it))\b"
)


def form_of(text: str, question: Question) -> Form:
    """What somebody wants who typed this, which was understood as this question."""
    right = dict(question.corrected)
    asked = " ".join(right.get(word, word) for word in re.findall(r"[^\W_]+", fold(text)))
    if _SURELY_TO_KNOW.search(asked):
        return Form.TO_KNOW
    if _TO_HAVE.search(asked):
        return Form.TO_HAVE
    if _TO_KNOW.search(asked) or _is_about_steps(question):
        return Form.TO_KNOW
    return Form.EITHER if _ASKED.search(asked) else Form.UNSAID


def _is_about_steps(question: Question) -> bool:
    """Whether all kinds of help that are named are steps of the law."""
    named = {
        next((token for token in part.tokens if token.startswith("kind:")), "") for part in question.parts
    } - {""}
    return bool(named) and named <= STEPS
