"""What words mean: those that come with the project, a council's own, and where families meet them."""

import pytest
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from localoffer.auditor.reading_age import measured
from localoffer.cms.glossary.marking import marked
from localoffer.cms.glossary.shipped import FILE, GlossaryError, Term, read, shipped, together
from localoffer.cms.glossary.terms import terms_of
from localoffer.cms.models import GlossaryTerm
from tests.accounts.conftest import council

SENCO = Term("SENCO", "Looks after help at school.", ("SENCOs", "SENDCO"))
BREAKS = Term("short breaks", "A rest for parents & fun for children.", ("short break",))
TERMS = (SENCO, BREAKS)


def mark(html, done=None):
    return marked(html, TERMS, glossary="/glossary/", done=done)


def test_at_least_60_terms_of_the_field_come_with_the_project():
    assert len(shipped()) >= 60
    assert {"EHC plan", "SENCO", "SENDIASS", "SEN support", "mediation", "CAMHS"} <= {
        t.term for t in shipped()
    }


def test_a_family_reads_what_each_means_in_words_for_age_11():
    forms = [form for term in shipped() for form in term.forms]

    assert measured([term.short for term in shipped()], left_out=forms).age <= 11


def test_no_two_terms_have_one_place_on_the_page():
    slugs = [term.slug for term in shipped()]

    assert len(set(slugs)) == len(slugs)
    assert all(slugs)


def test_somebody_who_writes_terms_wrongly_is_told_every_line(tmp_path):
    file = tmp_path / "terms.yaml"
    file.write_text(
        "- term: one\n  short: First.\n- term: two\n  shrt: Second.\n- term: One\n  short: "
        + "long " * 60
        + "\n"
    )

    with pytest.raises(GlossaryError) as error:
        read(file)

    told = str(error.value)
    assert "line 3" in told
    assert "Did you mean “short”?" in told
    assert "Say it in 200" in told
    assert "stands under “one” already" in told
    assert FILE.name in told


def test_a_councils_own_word_stands_before_the_one_that_comes_with_the_project():
    mine = Term("SENDCO", "Ours.")

    both = together([mine], TERMS)

    assert [(term.term, term.also) for term in both] == [
        ("SENCO", ("SENCOs",)),
        ("SENDCO", ()),
        ("short breaks", ("short break",)),
    ]


def test_each_term_is_marked_where_it_first_stands():
    assert mark("<p>Ask the SENCO. The SENCOs know.</p>") == (
        '<p>Ask the <a class="term" href="/glossary/#senco" data-term="Looks after help at school.">SENCO</a>. '
        "The SENCOs know.</p>"
    )


def test_a_marked_word_is_the_component_that_the_gallery_shows():
    component = render_to_string(
        "components/term.html", {"words": "SENCO", "href": "/glossary/#senco", "short": SENCO.short}
    )

    assert component.strip() == mark("SENCO")


def test_words_are_found_however_they_are_written_and_initials_by_their_capitals():
    assert 'data-term="A rest for parents &amp; fun for children.">Short breaks</a>' in mark(
        "<p>Short breaks help.</p>"
    )
    assert mark("<p>a senco</p>") == "<p>a senco</p>"
    assert mark("<p>SENCOS and shortbreaks and un-short breaks</p>") == (
        "<p>SENCOS and shortbreaks and un-short breaks</p>"
    )


@pytest.mark.parametrize(
    "html",
    [
        "<h2>SENCO</h2>",
        '<a href="/x">the <b>SENCO</b></a>',
        "<button>SENCO</button>",
        '<p><img alt="SENCO" src="a.png"></p>',
        "<table><tr><th>SENCO</th></tr></table>",
        '<p title="SENCO">x &amp; y &#8217; <br/> <!-- SENCO --></p>',
        "<p>broken <b>text <a href=",
        "",
    ],
)
def test_nothing_that_is_pressed_named_or_broken_is_changed(html):
    assert mark(html) == html


def test_a_text_after_a_heading_or_link_is_marked_again():
    assert 'class="term"' in mark('<h2>SENCO</h2><p><a href="/">SENCO</a> is a SENCO.</p>')


def test_a_term_is_marked_once_on_a_page_of_several_texts():
    done = set()

    assert 'class="term"' in mark("<p>SENCO</p>", done)
    assert 'class="term"' not in mark("<p>SENCO</p>", done)


@pytest.fixture
def fenbridge(db, kept_fenbridge):
    return kept_fenbridge()


def test_a_template_explains_a_councils_words_with_one_question_to_the_database(
    fenbridge, django_assert_num_queries
):
    GlossaryTerm.objects.create(owner=fenbridge.authority, term="Thrive team", short="<b>Helps</b> at home.")
    request = RequestFactory().get("/")
    request.authority = fenbridge.authority
    template = Template("{% load glossary %}{% explained html %}{% explained other %}")

    with django_assert_num_queries(
        1
    ):  # within a transaction it is asked for each page, and else once a minute
        shown = template.render(
            Context({"request": request, "html": "Ask the Thrive team <i>", "other": "Thrive team"})
        )

    assert shown == (
        'Ask the <a class="term" href="/glossary/#thrive-team" data-term="&lt;b&gt;Helps&lt;/b&gt; at home.">'
        "Thrive team</a> &lt;i&gt;Thrive team"
    )


@pytest.mark.django_db(transaction=True)
def test_a_warm_page_asks_nothing_for_its_terms_and_a_change_shows_at_once(django_assert_num_queries):
    fenbridge = council("fenbridge")
    terms_of(fenbridge.authority)
    with django_assert_num_queries(0):
        terms_of(fenbridge.authority)

    GlossaryTerm.objects.create(owner=fenbridge.authority, term="Thrive team", short="Helps.")
    assert "Thrive team" in [term.term for term in terms_of(fenbridge.authority)]


def test_a_family_looks_a_word_up_and_sees_no_other_councils(fenbridge):
    saltmere = council("saltmere")
    GlossaryTerm.objects.create(
        owner=fenbridge.authority, term="Thrive team", short="Helps.", also="TT\n\nTTs"
    )
    GlossaryTerm.objects.create(owner=saltmere.authority, term="Harbour club", short="Fun.")

    page = fenbridge.client().get("/glossary/").content.decode()

    assert 'id="sendiass"' in page
    assert 'href="#letter-s"' in page
    assert "Thrive team" in page
    assert "Also: TT · TTs" in page
    assert "Harbour club" not in page


def test_a_council_cannot_explain_a_word_twice_or_a_letter(fenbridge):
    GlossaryTerm.objects.create(owner=fenbridge.authority, term="Thrive team", short="Helps.", also="TT")

    for term, also in [("tt", ""), ("A", ""), ("Team", "B"), ("…", "")]:
        with pytest.raises(ValidationError):
            GlossaryTerm(owner=fenbridge.authority, term=term, also=also, short="x").full_clean()


def test_an_officer_adds_a_word_and_families_meet_it_on_the_home_page(fenbridge):
    hers = fenbridge.client(fenbridge.officer())
    home = fenbridge.site.root_page.specific
    home.about = "<p>The Thrive team helps you.</p>"
    home.save_revision().publish()

    answer = hers.post(
        "/admin/snippets/cms/glossaryterm/add/",
        {"term": "Thrive team", "short": "People who help at home.", "also": "", "url": ""},
    )

    assert answer.status_code == 302, answer.content.decode()
    page = fenbridge.client().get("/").content.decode()
    assert 'data-term="People who help at home.">Thrive team</a> helps you.' in page
