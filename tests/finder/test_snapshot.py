"""What is held in memory serves many families at once."""

from concurrent.futures import ThreadPoolExecutor

from django.db import connections

from localoffer.finder import snapshot
from localoffer.finder.results import find
from localoffer.finder.search import Search

WORDS = "autism deaf swimming school speech money travel sleep toddler work college wheelchair".split()


def test_many_who_search_at_once_each_get_their_own_answer(fenbridge, monkeypatch):
    monkeypatch.setattr(snapshot, "MOST_WORDS", 1)  # room for fewer words than are asked for at a time
    alone = {word: names(word, fenbridge) for word in WORDS}

    def a_family(number):
        try:
            return [(word, names(word, fenbridge)) for word in WORDS[number:] + WORDS[:number]]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as families:
        answers = [answer for some in families.map(a_family, range(len(WORDS))) for answer in some]

    assert all(found == alone[word] for word, found in answers)


def names(word, council):
    return [hit.entry_id for hit in find(Search(text=f"{word} group"), authority=council).hits]


def test_a_service_renamed_is_found_by_its_new_name_at_once(council, indexed, get):
    from tests.factories.directory import ServiceFactory

    with indexed():
        service = ServiceFactory(owner=council, name="Otters")
    assert get("/find/", q="otters").context["total"] == 1

    with indexed():
        service.name = "Badgers"
        service.save()

    assert get("/find/", q="otters").context["total"] == 0
    assert get("/find/", q="badgers").context["total"] == 1
