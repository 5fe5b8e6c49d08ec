"""Who is rung in a crisis is set by the council's administrator, and by nobody else."""

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.test.utils.form_data import nested_form_data, streamfield

from localoffer.accounts.models import Role
from localoffer.cms.models import CouncilSettings, Worry


@pytest.fixture
def fenbridge(db, kept_fenbridge):
    return kept_fenbridge()


@pytest.fixture
def saltmere(db, kept_saltmere):
    return kept_saltmere()


def address(of):
    return f"/admin/settings/cms/councilsettings/{of.site.pk}/"


def filled_in(of, *contacts, **changes):
    """The settings as they are, with these contacts."""
    now = CouncilSettings.for_site(of.site)
    usual = {
        field.name: value
        for field in now._meta.concrete_fields
        if isinstance(value := getattr(now, field.attname), str | int) and value is not False
    }
    rows = [
        (
            "own",
            {"who": "You are worried", "when": "Any time", "phone": "", "text": "", "email": "", "web": ""}
            | row,
        )
        for row in contacts
    ]
    empty = streamfield([])
    return nested_form_data(
        usual
        | {
            "safeguarding_email": "safe@fenbridge.example.org",
            "crisis_contacts": streamfield(rows),
            "menu": empty,
            "other_ways": empty,
            "about": empty,
        }
        | changes
    )


def test_the_administrator_adds_the_duty_line_and_families_see_it(fenbridge):
    her = fenbridge.client(fenbridge.officer(Role.ADMINISTRATOR))
    assert "When somebody is in danger" in her.get(address(fenbridge)).content.decode()

    answer = her.post(
        address(fenbridge), filled_in(fenbridge, {"name": "Duty line", "phone": "01632 960 110"})
    )

    assert answer.status_code == 302, answer.context["form"].errors
    said = fenbridge.client().get("/find/?q=my+dad+hits+me").content.decode()
    assert said.index('href="tel:999"') < said.index('href="tel:01632960110"')


@pytest.mark.parametrize(
    ("contact", "says"),
    [
        ({"name": "Duty line", "phone": "0163"}, "A number that begins with 0 has 10 or 11"),
        ({"name": "Duty line", "phone": "ring us"}, "digits and spaces only"),
        ({"name": "Duty line"}, "Give a number, an e-mail or a web address."),
    ],
)
def test_a_number_that_nobody_could_ring_is_refused_and_kept_for_mending(fenbridge, contact, says):
    her = fenbridge.client(fenbridge.officer(Role.ADMINISTRATOR))

    page = her.post(address(fenbridge), filled_in(fenbridge, contact))

    assert page.status_code == 200
    assert says in page.content.decode()
    assert "Duty line" in page.content.decode()
    assert CouncilSettings.for_site(fenbridge.site).safeguarding_email == ""


def test_a_publisher_may_not(fenbridge):
    answer = fenbridge.client(fenbridge.officer(Role.PUBLISHER)).post(
        address(fenbridge), filled_in(fenbridge)
    )

    assert answer.status_code in (302, 403)
    assert CouncilSettings.for_site(fenbridge.site).safeguarding_email == ""


def test_nor_another_councils_administrator(fenbridge, saltmere):
    theirs = saltmere.officer(Role.ADMINISTRATOR)

    assert saltmere.client(theirs).get(address(fenbridge)).status_code == 404
    assert saltmere.client(theirs).post(address(fenbridge), filled_in(fenbridge)).status_code == 404
    assert fenbridge.client(theirs).get(address(fenbridge)).status_code in (302, 403)
    assert CouncilSettings.for_site(fenbridge.site).safeguarding_email == ""


def test_worries_that_could_not_be_sent_are_the_first_thing_an_officer_sees(fenbridge, saltmere):
    Worry.objects.create(
        authority=fenbridge.authority, words="My dad hits me", about="a letter", kinds="abuse", attempts=2,
        failure="no mailbox", written_at=timezone.now(),
    )  # fmt: skip

    hers = fenbridge.client(fenbridge.officer(Role.ADMINISTRATOR)).get("/admin/").content.decode()
    theirs = saltmere.client(saltmere.officer(Role.ADMINISTRATOR)).get("/admin/").content.decode()

    assert "that we could not send" in hers
    assert address(fenbridge) in hers
    assert "My dad hits me" not in hers
    assert "that we could not send" not in theirs
    assert mail.outbox == []
