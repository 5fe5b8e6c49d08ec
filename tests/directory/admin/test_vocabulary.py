"""An administrator looks after her council's words, and nobody else's."""

import re

import pytest
from django.urls import reverse

from localoffer.accounts.models import Role
from localoffer.directory import term_actions
from localoffer.directory.models import Service, TaxonomyTerm
from tests.factories.accounts import UserFactory
from tests.factories.directory import LocationFactory, ServiceFactory, term

pytestmark = pytest.mark.django_db

OF_A_TERM = ("term", "reword", "up", "down", "merge", "retire", "restore", "delete")


def own_term(council, name="Forest school"):
    fun = term("kind", "fun")
    return term_actions.add_term(fun.taxonomy, name=name, owner=council.authority, parent=fun)


@pytest.fixture
def ada(fenbridge):
    """Signed in to Fenbridge's admin as its administrator."""
    return fenbridge.client(fenbridge.officer(Role.ADMINISTRATOR))


@pytest.fixture
def installer(fenbridge):
    """Signed in to Fenbridge's admin as an administrator of the installation."""
    return fenbridge.client(UserFactory(username="installer", is_superuser=True, is_staff=True))


def at(name, *args) -> str:
    return reverse(f"vocabulary:{name}", args=args)


def said(answer) -> str:
    """The words of a page, with what it says above it."""
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(text.replace("&ldquo;", "“").replace("&#x27;", "'").split())


def whole(name, **more) -> dict:
    return {"name": name, "description": "", "parent": "", "other_names": "", **more}


# Kept apart


@pytest.mark.parametrize("name", OF_A_TERM)
def test_another_councils_own_term_is_not_there(ada, saltmere, name):
    theirs = own_term(saltmere)
    before = TaxonomyTerm.objects.filter(pk=theirs.pk).values().get()

    assert ada.get(at(name, theirs.pk)).status_code == 404
    assert ada.post(at(name, theirs.pk), whole("Mine now")).status_code == 404
    assert TaxonomyTerm.objects.filter(pk=theirs.pk).values().get() == before


def test_nor_can_one_be_named_in_a_form(ada, fenbridge, saltmere):
    ours, theirs = own_term(fenbridge), own_term(saltmere, "Quay school")

    assert ada.get(at("merge", ours.pk), {"into": theirs.pk}).status_code == 404
    for deed, field in (("merge", "into"), ("retire", "successor"), ("reword", "parent")):
        answer = ada.post(at(deed, ours.pk), {**whole("Forest school"), field: theirs.pk})
        assert answer.status_code == 200
        assert "Quay school" not in said(answer)
    assert ada.post(at("add", "kind"), whole("Dens", parent=theirs.pk)).status_code == 200
    assert not TaxonomyTerm.objects.filter(name="Dens").exists()


def test_no_list_form_or_count_speaks_of_another_councils_terms_or_records(ada, fenbridge, saltmere):
    ours, theirs = own_term(fenbridge), own_term(saltmere, "Quay school")
    ServiceFactory(owner=saltmere.authority, name="Quay swimmers", kinds=["sport"])
    ServiceFactory(owner=fenbridge.authority, name="Fen swimmers", kinds=["sport"])
    service = ServiceFactory(owner=saltmere.authority, name="Quay dens")
    service.kinds = [theirs]
    service.save()
    edit = reverse("wagtailsnippets_directory_service:add")
    services = reverse("wagtailsnippets_directory_service:list")

    pages = [
        at("list"),
        at("vocabulary", "kind"),
        at("add", "kind"),
        at("merge", ours.pk),
        at("retire", ours.pk),
    ]
    for page in (*pages, at("term", term("kind", "sport").pk), at("reword", ours.pk), edit, services):
        answer = ada.get(page)
        assert answer.status_code == 200
        assert "Quay" not in said(answer), page
    assert "Fen swimmers" in said(ada.get(at("term", term("kind", "sport").pk)))
    row = re.search(r"Sport and swimming (\d+)", said(ada.get(at("vocabulary", "kind"))))
    assert row[1] == "1"


def test_a_history_that_names_a_neighbours_merged_term_is_not_shown(ada, installer, saltmere):
    term_actions.merge_terms(own_term(saltmere, "Quay school"), into=term("kind", "sport"))

    assert "Quay school" not in said(ada.get(at("term", term("kind", "sport").pk)))


@pytest.mark.parametrize("role", [Role.EDITOR, Role.MODERATOR, Role.PUBLISHER])
def test_other_officers_do_not_change_words(fenbridge, role):
    own = own_term(fenbridge)
    client = fenbridge.client(fenbridge.officer(role))

    for page in (
        at("list"),
        at("vocabulary", "kind"),
        at("add", "kind"),
        *(at(name, own.pk) for name in OF_A_TERM),
    ):
        for answer in (client.get(page), client.post(page, whole("Mine now"))):
            assert answer.status_code == 302
            assert answer["Location"] == reverse("wagtailadmin_home")
    own.refresh_from_db()
    assert own.name == "Forest school"


@pytest.mark.parametrize("name", ["reword", "merge", "retire", "restore", "delete", "up"])
def test_a_shared_term_is_everybodys_and_its_page_says_who_may_change_it(ada, name):
    sport = term("kind", "sport")

    answer = ada.post(at(name, sport.pk), whole("Judo"), follow=True)

    assert answer.redirect_chain[-1][0] == at("term", sport.pk)
    assert "Only an administrator of the installation can change it" in said(answer)
    sport.refresh_from_db()
    assert (sport.name, sport.is_retired) == ("Sport and swimming", False)


# Her own


def test_she_adds_a_term_and_officers_can_choose_it(ada, fenbridge):
    fun = term("kind", "fun")

    answer = ada.post(
        at("add", "kind"),
        whole("Forest school", parent=fun.pk, other_names="Woodland play\n\n  Bush craft "),
        follow=True,
    )

    assert "“Forest school” is there now" in said(answer)
    own = TaxonomyTerm.objects.get(name="Forest school")
    assert (own.owner, own.parent, own.code) == (fenbridge.authority, fun, "fenbridge--forest-school")
    assert set(own.other_names.values_list("name", flat=True)) == {"Woodland play", "Bush craft"}
    form = ada.get(reverse("wagtailsnippets_directory_service:add"))
    assert str(own.pk) in form.content.decode()


def test_a_name_that_is_taken_is_refused_beside_the_field_and_what_she_typed_stays(ada):
    term("kind", "fun")

    answer = ada.post(at("add", "kind"), whole("Breaks and respite", description="Time off."))

    assert answer.status_code == 200
    assert "stands for “Short breaks” already" in said(answer)
    assert 'value="Breaks and respite"' in answer.content.decode()
    assert "Time off." in said(answer)


def test_she_rewords_and_moves_a_term(ada, fenbridge):
    own = own_term(fenbridge)

    answer = ada.post(
        at("reword", own.pk), whole("Play in the woods", parent=term("kind", "learning").pk), follow=True
    )

    own.refresh_from_db()
    assert (own.name, own.parent.code, own.code) == (
        "Play in the woods",
        "learning",
        "fenbridge--forest-school",
    )
    assert "Old sheets that say “Forest school” are still understood" in said(answer)


def test_she_sees_what_a_merge_changes_before_it_does(ada, fenbridge):
    own = own_term(fenbridge)
    for each in range(2):
        service = ServiceFactory(owner=fenbridge.authority, kinds=["sport"] if each else ["arts"])
        service.kinds = [*service.kinds.all(), own]
        service.save()
    sport = term("kind", "sport")

    preview = said(ada.get(at("merge", own.pk), {"into": sport.pk}))

    assert "2 services will have “Sport and swimming” instead. 1 of the services has both already." in preview
    assert Service.objects.filter(kinds=own).count() == 2
    answer = ada.post(at("merge", own.pk), {"into": sport.pk}, follow=True)
    assert "2 records changed" in said(answer)
    assert Service.objects.filter(kinds=sport).count() == 2
    assert ada.get(at("term", own.pk))["Location"] == at("term", sport.pk)


def test_a_merge_that_cannot_be_says_why(ada, fenbridge):
    top = term_actions.add_term(term("kind", "fun").taxonomy, name="Faith groups", owner=fenbridge.authority)
    term_actions.move_term(own_term(fenbridge), parent=top)

    answer = said(ada.get(at("merge", top.pk), {"into": term("kind", "sport").pk}))

    assert "none can stand under “Sport and swimming”" in answer
    assert "See what changes" in answer


def test_she_retires_a_term_and_takes_it_back(ada, fenbridge):
    own = own_term(fenbridge)
    service = ServiceFactory(owner=fenbridge.authority, name="Fen dens")
    service.kinds = [own]
    service.save()

    answer = ada.post(at("retire", own.pk), {"successor": term("kind", "sport").pk}, follow=True)

    assert "Choose “ Sport and swimming ” instead" in said(answer)
    edit = ada.get(reverse("wagtailsnippets_directory_service:edit", args=[service.pk])).content.decode()
    assert "Forest school (no longer offered: choose Sport and swimming)" in edit
    assert "Forest school" not in said(ada.get(reverse("wagtailsnippets_directory_service:add")))
    assert "No longer offered" in said(ada.get(at("vocabulary", "kind")))
    ada.post(at("restore", own.pk))
    own.refresh_from_db()
    assert not own.is_retired


def test_why_a_term_cannot_be_retired_or_deleted_is_said_where_she_would(ada, fenbridge):
    top = term_actions.add_term(term("kind", "fun").taxonomy, name="Faith groups", owner=fenbridge.authority)
    own = term_actions.move_term(own_term(fenbridge), parent=top)
    service = ServiceFactory(owner=fenbridge.authority)
    service.kinds = [own]
    service.save()

    assert "“Forest school” stands under “Faith groups”" in said(ada.get(at("retire", top.pk)))
    assert "Delete" not in said(ada.get(at("term", own.pk)))
    answer = said(ada.post(at("delete", own.pk), follow=True))
    assert "used by 1 service. Merge it into another term, or retire it." in answer
    assert TaxonomyTerm.objects.filter(pk=own.pk).exists()


def test_she_deletes_a_term_added_by_mistake(ada, fenbridge):
    own = own_term(fenbridge)

    assert "was deleted" in said(ada.post(at("delete", own.pk), follow=True))

    assert not TaxonomyTerm.objects.filter(pk=own.pk).exists()
    assert ada.get(at("term", own.pk)).status_code == 404


def test_she_puts_her_own_terms_in_order_by_buttons(ada, fenbridge):
    own_term(fenbridge)
    dens = own_term(fenbridge, "Dens")

    answer = ada.post(at("up", dens.pk))

    assert answer["Location"] == f"{at('vocabulary', 'kind')}#term-{dens.pk}"
    page = said(ada.get(at("vocabulary", "kind")))
    assert page.index("Dens") < page.index("Forest school")
    assert ada.get(at("up", dens.pk)).status_code == 405


def test_a_term_says_where_her_records_use_it(ada, fenbridge):
    lift = term("access", "lift")
    LocationFactory(owner=fenbridge.authority, name="Fen Hall", access=[lift])
    draft = ServiceFactory(owner=fenbridge.authority, name="Fen club", kinds=["fun"])
    draft.kinds = [term("kind", "arts")]
    draft.save_revision()

    assert "Fen Hall" in said(ada.get(at("term", lift.pk)))
    arts = said(ada.get(at("term", term("kind", "arts").pk)))
    assert "Services with a draft that has it Fen club" in arts


# Shared ones


def test_an_administrator_of_the_installation_changes_the_shared_terms_and_sees_how_much_they_are_used(
    installer, fenbridge, saltmere
):
    ServiceFactory(owner=saltmere.authority, kinds=["arts"])
    ServiceFactory(owner=fenbridge.authority, kinds=["arts"])
    arts, sport = term("kind", "arts"), term("kind", "sport")

    assert "2 services will have" in said(installer.get(at("merge", arts.pk), {"into": sport.pk}))
    installer.post(at("merge", arts.pk), {"into": sport.pk})
    assert Service.objects.filter(kinds=sport).count() == 2
    installer.post(at("add", "kind"), whole("Judo clubs", whose="shared"))
    assert TaxonomyTerm.objects.get(name="Judo clubs").is_shared
    installer.post(at("add", "kind"), whole("Fen walks", whose="own"))
    assert TaxonomyTerm.objects.get(name="Fen walks").owner == fenbridge.authority


def test_a_shared_term_is_not_merged_into_one_councils_own(installer, fenbridge):
    own = own_term(fenbridge)

    answer = installer.post(at("merge", term("kind", "arts").pk), {"into": own.pk})

    assert answer.status_code == 200
    assert TaxonomyTerm.objects.get(code="arts").merged_into is None


def test_a_list_asks_as_much_for_many_terms_as_for_few(ada, fenbridge, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            ada.get(at("vocabulary", "kind"))
        return len(captured)

    own_term(fenbridge)
    asked()
    few = asked()
    for each in range(6):
        service = ServiceFactory(owner=fenbridge.authority)
        service.kinds = [own_term(fenbridge, f"Word {each}")]
        service.save()

    assert asked() == few
