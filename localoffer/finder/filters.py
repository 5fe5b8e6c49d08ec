"""What a results page offers to narrow a search, with counts, and what is in use."""

from .labels import Label, label, labels, language
from .ranking import SURE
from .results import Results
from .search import ANY_AGE, GIST, Search, age_code

# Each group: its name in the address, its heading, and whether it starts unfolded
_GROUPS = (
    ("age", "How old", True),
    ("need", "What is hard", True),
    ("kind", "Kind of help", True),
    ("within", "How far", True),
    ("cost", "Cost", True),
    ("referral", "How you get it", True),
    ("wait", "How long the wait is", False),
    ("when", "When it runs", False),
    ("plan", "EHC plan", False),
    ("delivery", "Where it happens", False),
    ("strand", "Part of life", False),
    ("stage", "Meant for", False),
    ("sector", "Who runs it", False),
    ("access", "Getting in and around", False),
    ("communication", "Ways to communicate", False),
    ("language", "Languages", False),
    ("open", "Open now", False),
)
MOST_NAMED = 2  # meanings named for one phrase
# Offered only to whoever came with a choice of it (compliance leads here): families are asked “How old”
_ONLY_IN_USE = {"stage"}
_ONE_ONLY = {"age": "Any age", "within": "Any distance"}


def known(search: Search, council: int | None = None) -> Search:
    """The search without choices that no vocabulary has, and with codes as the vocabulary has them today.

    A term that was merged is the one it went into, so that an old address goes on finding.
    """
    chosen = {}
    for name, codes in search.chosen.items():
        found = [each.code for code in codes if (each := label(name, code, council))]
        if found:
            chosen[name] = tuple(sorted(set(found)))
    return search if chosen == search.chosen else search.but(chosen=chosen, page=search.page)


def meanings(results: Results, *, url: str) -> list[dict]:
    """What was understood of the question: {"typed", "means", "href"}, the last to have it taken literally.

    What it is about as a whole comes last, without "typed", where that is sure enough and no phrase said it.
    """
    made = []
    for part in results.question.parts:
        known = (label(*token.split(":", 1), results.entries.authority_id) for token in part.tokens)
        if names := list(dict.fromkeys(each.name for each in known if each))[:MOST_NAMED]:
            # Whoever wants no more than her words wants no guess in their place
            literally = results.asked.taking_literally(part.key).taking_literally(GIST)
            href = f"{url}?{literally.query_string()}"
            made.append({"typed": part.typed, "means": names, "href": href})
    said = {token for part in results.question.parts for token in part.tokens}
    about = [token for token, sure in results.gist.items() if sure >= SURE and token not in said]
    known = (label(*token.split(":", 1), results.entries.authority_id) for token in about)
    if names := [each.name for each in known if each]:
        href = f"{url}?{results.asked.taking_literally(GIST).query_string()}"
        made.append({"typed": "", "means": names, "href": href})
    return made


def literal(results: Results, *, url: str) -> str:
    """The address of the same question with nothing in it understood."""
    search = results.asked.taking_literally(GIST)
    for part in results.question.parts:
        if part.is_phrase:
            search = search.taking_literally(part.key)
    return f"{url}?{search.query_string()}"


def groups(results: Results) -> list[dict]:
    """The filter groups, as components/filters.html takes them. Choices that would find nothing are left out."""
    search, every = results.search, labels(results.entries.authority_id)
    made = []
    for name, legend, is_unfolded in _GROUPS:
        if name == "within" and not results.near.place:
            continue
        taken = in_use(search, name)
        if name in _ONLY_IN_USE and not taken:
            continue
        options = [
            {
                "value": each.code,
                "label": each.name,
                "count": str(results.counts[f"{name}:{each.code}"]),
                "checked": each.code in taken,
                "under": bool(each.parent),
            }
            for each in (every[name] if name != "language" else _languages(results))
            if _is_offered(each, name, taken, results, every)
        ]
        if not options:
            continue
        if name == "age" and taken and not any(option["checked"] for option in options):
            words = age_in_words(search.age)
            options.insert(
                0, {"value": taken[0], "label": words, "count": None, "checked": True, "under": False}
            )
        if name in _ONE_ONLY:
            any_of_them = {
                # The age was typed into the question: nothing chosen would only say it again
                "value": ANY_AGE if name == "age" and results.question.age else "",
                "label": _ONE_ONLY[name],
                "count": None,
                "checked": not taken,
                "under": False,
            }
            options.insert(0, any_of_them)
        made.append(
            {
                "legend": legend,
                "name": name,
                "type": "radio" if name in _ONE_ONLY else "checkbox",
                "options": options,
                "open": is_unfolded or bool(taken),
                "chosen": len(taken),
            }
        )
    return made


def _languages(results: Results) -> list[Label]:
    """The languages that services are offered in, by their English names. English goes without saying."""
    codes = (token.partition(":")[2] for token in results.entries.bits if token.startswith("language:"))
    found = (language(code) for code in codes if code.lower().partition("-")[0] != "en")
    return sorted((each for each in found if each), key=lambda each: each.name)


def _is_offered(each: Label, name: str, taken: tuple[str, ...], results: Results, every: dict) -> bool:
    if each.code in taken:
        return True
    if not results.counts[f"{name}:{each.code}"]:
        return False
    if name != "kind" or not each.parent or each.parent in taken:
        return True
    # The second level of kinds is long: it opens under a kind that is chosen, or beside one
    return any(other.parent == each.parent for other in every[name] if other.code in taken)


def in_use(search: Search, name: str) -> tuple[str, ...]:
    """The codes chosen in one filter, as the address has them."""
    if name == "age":
        return (age_code(search.age),) if search.age else ()
    if name == "within":
        return (str(search.within),) if search.within else ()
    if name == "open":
        return ("yes",) if search.is_open else ()
    return search.chosen.get(name, ())


def age_in_words(age: tuple[int, int]) -> str:
    """The ages asked for: "Age 7", "Age 5 to 10", "Under 5"."""
    low, high = age
    if low == 0:
        return f"Under {high + 1}"
    return f"Age {low}" if low == high else f"Age {low} to {high}"


def chips(results: Results, *, url: str) -> list[dict]:
    """The filters in use, each with the address that takes it off, as components/chips.html takes them.

    An age or a place that was typed into the question is one, too.
    """
    search, council = results.asked, results.entries.authority_id

    def chip(text: str, without: Search) -> dict:
        return {"text": text, "href": f"{url}?{without.query_string()}", "remove": True}

    made = []
    if search.age:
        without = search.but(age=None)
        made.append(
            chip(
                age_in_words(search.age), without.taking_literally("age") if results.question.age else without
            )
        )
    elif results.search.age:
        made.append(chip(age_in_words(results.search.age), search.taking_literally("age")))
    if results.search.near and not search.near and results.near.place:
        made.append(chip(f"Near {results.near.place.label}", search.taking_literally("near")))
    for name, codes in search.chosen.items():
        for code in codes:
            each = label(name, code, council)
            made.append(chip(each.name if each else code, search.without_choice(name, code)))
    if search.within:
        words = f"Within {search.within} mile{'s' if search.within > 1 else ''}"
        made.append(chip(words, search.but(within=None)))
    if search.is_open:
        made.append(chip("Open now", search.but(is_open=False)))
    return made
