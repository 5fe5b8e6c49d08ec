"""What a page says is read apart from what stands round it on every page, and nothing on it can break the reading."""

import msgspec
import pytest

from localoffer.auditor.extracting import html

URL = "https://town.example/send/short-breaks/"


def page(body: str, head: str = "<title>Short breaks</title>", attributes: str = 'lang="en"'):
    return html.read(
        f"<!DOCTYPE html><html {attributes}><head>{head}</head><body>{body}</body></html>".encode(), url=URL
    )


WORDS = "You can ask for a break of up to six hours a week without an assessment. " * 5


def test_the_main_text_leaves_out_menus_and_the_foot_of_the_page():
    read = page(
        f"<nav><a href='/'>Home</a></nav><main><h1>Short breaks</h1><p>{WORDS}</p></main><footer>Cookies</footer>"
    )

    assert read.read_by == "landmark"
    assert read.lines == ["Short breaks", WORDS.strip()]
    assert read.paragraphs == (WORDS.strip(),)


def test_a_page_without_landmarks_loses_what_is_mostly_links():
    menu = "".join(f"<li><a href='/{n}'>Bins and recycling {n}</a></li>" for n in range(20))
    read = page(f"<div><ul>{menu}</ul></div><div><h1>Short breaks</h1><p>{WORDS}</p></div>")

    assert read.read_by == "density"
    assert "Bins" not in read.text
    assert WORDS.strip() in read.text


def test_words_in_one_line_stay_in_one_line_whatever_marks_them():
    read = page(
        "<main><p>Ring <b>Ann</b>, <a href='tel:01632960123'>01632 960123</a><br>on Mondays</p></main>"
    )

    assert read.lines == ["Ring Ann, 01632 960123", "on Mondays"]


def test_links_are_made_whole_and_say_where_they_stand():
    read = page(
        "<nav><a href='/'>Home</a></nav><main><a href='../help?utm_source=x#top'>Help</a>"
        "<a href='javascript:x'>No</a></main>"
    )

    assert [(link.url, link.text, link.where, link.fragment) for link in read.links] == [
        ("https://town.example/", "Home", "nav", ""),
        ("https://town.example/send/help", "Help", "main", "top"),
    ]


def test_a_link_is_called_what_a_screen_reader_calls_it():
    read = page(
        "<main><a href='/a' aria-label='Travel help'>more</a><a href='/b'><img src='x' alt='Map'></a>"
        "<a href='/c' title='Forms'></a><a href='/d'></a></main>"
    )

    assert [link.text for link in read.links] == ["Travel help", "Map", "Forms", ""]


def test_a_field_is_named_by_its_label_however_that_is_tied_to_it():
    read = page(
        "<form action='/search' role='search'><label for='q'>Search</label><input id='q' name='q'></form>"
        "<form method='post'><label>Name <input name='n'></label><input name='e' aria-label='E-mail'>"
        "<input name='p' placeholder='Postcode'><input type='hidden' name='h'></form>"
    )

    search, other = read.forms
    assert search.is_search
    assert search.action == "https://town.example/search"
    assert [(field.name, field.label) for field in other.fields] == [
        ("n", "Name"),
        ("e", "E-mail"),
        ("p", ""),
    ]
    assert not other.is_search


def test_a_picture_without_alternative_text_is_told_from_one_that_is_decoration():
    read = page(
        "<main><img src='/a.png'><img src='/b.png' alt=''><img src='/c.png' alt='A bus'>"
        "<img src='/d' role='none'></main>"
    )

    assert [image.alt for image in read.images] == [None, "", "A bus", ""]


def test_pictures_to_press_are_pictures_too():
    read = page(
        '<main><input type="image" src="/go.png"><map><area href="/a"><area href="/b" alt="Town"></map></main>'
    )

    assert [image.alt for image in read.images] == [None, None, "Town"]


def test_a_field_that_no_form_holds_is_told_all_the_same():
    read = page(
        '<main><form><input name="a"></form><select name="b"></select><textarea name="c"></textarea></main>'
    )

    assert [[field.name for field in form.fields] for form in read.forms] == [["a"], ["b", "c"]]


def test_buttons_and_frames_that_nothing_names_are_told():
    read = page(
        '<main><button id="menu"><svg><path/></svg></button><div role="button"></div><iframe src="/m"></iframe></main>'
    )

    assert [(each.what, each.selector) for each in read.nameless] == [
        ("button", '[id="menu"]'),
        ("button", "div"),
        ("frame", "iframe"),
    ]


@pytest.mark.parametrize(
    "empty",
    [
        "<h2></h2>",
        "<h2>&nbsp;<br></h2>",
        '<h2><a href="/"><img src="/a.png" alt=""></a></h2>',
        '<h2 title=""></h2>',
    ],
)
def test_a_heading_that_nothing_names_is_told_and_is_none_of_the_pages_headings(empty):
    read = page(f"<main><h1>Short breaks</h1>{empty}<p>{WORDS}</p></main>")

    assert [(each.what, each.selector) for each in read.nameless] == [("heading", "h2")]
    assert [heading.text for heading in read.headings] == ["Short breaks"]


@pytest.mark.parametrize(
    "named",
    [
        "<button>Go</button>",
        '<button aria-label="Menu"></button>',
        '<button aria-labelledby="x"></button>',
        '<button title="Print"></button>',
        '<button><img src="/p.png" alt="Print"></button>',
        "<button><svg><title>Print</title></svg></button>",
        '<button aria-hidden="true"></button>',
        '<h2><img src="/logo.png" alt="Fenbridge"></h2>',
        '<h2><a href="/"><img src="/line.png" alt=""><img src="/logo.png" alt="Fenbridge"></a></h2>',
        '<h2 aria-label="Menu"></h2>',
        '<h2><a href="/" aria-label="Fenbridge"><svg></svg></a></h2>',
        "<h2><svg><title>Fenbridge</title></svg></h2>",
        "<div hidden><h2></h2></div>",
        '<div role="dialog"><h2 id="title"></h2></div>',
        '<div class="modal fade"><h4 class="modal-title"></h4></div>',
        '<h2 role="presentation"></h2>',
        '<iframe title="Map" src="/m"></iframe>',
        '<iframe src="/t" style="display: none" height="0" width="0"></iframe>',
    ],
)
def test_what_has_a_name_or_is_not_shown_is_not_told(named):
    assert page(f"<main>{named}</main>").nameless == ()


def test_numbers_and_addresses_are_found_once_whether_linked_or_written():
    read = page(
        "<main><a href='tel:01632960123'>Ring us</a><p>Ring 01632 960 123 or write to a.b@town.example.</p></main>"
    )

    assert [(contact.kind, contact.value) for contact in read.contacts] == [
        ("phone", "01632960123"),
        ("email", "a.b@town.example"),
    ]


def test_what_visitors_wrote_is_counted_and_not_kept():
    body = f"<main><p>{WORDS}</p><ol class='comment-list'><li>Ann Example says her son waits</li></ol></main>"
    source = f"<html><body>{body}</body></html>".encode()

    read = html.read(source, url=URL)

    assert read.comments == 1
    assert "Ann Example" not in read.text + read.first_words
    assert b"Ann Example" not in html.without_comments(source)


def test_a_page_in_an_old_encoding_keeps_its_letters():
    source = "<html><head><meta charset=iso-8859-1></head><body><main>Café – “free”</main></body></html>"

    assert html.read(source.encode("windows-1252"), url=URL).text == "Café – “free”"


@pytest.mark.parametrize("charset", ["idna", "punycode", "hex", "no such", "a\0b"])
def test_a_page_whose_server_names_an_encoding_that_is_none_is_read_all_the_same(charset):
    read = html.read(f"<main><p>{'Café ' * 30}</p></main>".encode(), url=URL, charset=charset)

    assert read.text.startswith("Café")


def test_the_same_words_with_other_numbers_have_the_same_digest():
    assert html.digest("Nothing on 3 May 2026") == html.digest("Nothing on 14 May 2031")
    assert html.digest("Nothing on 3 May 2026") != html.digest("A walk on 3 May 2026")


def a_menu(more: str = "") -> str:
    items = "".join(
        f"<li class='menu-item'><a class='menu-link' href='/topic-{n}'>Topic {n}</a></li>" for n in range(30)
    )
    return f"<ul>{items}{more}</ul>"


def at(url: str, body: str):
    return html.read(f"<html><body>{body}</body></html>".encode(), url=url)


def test_a_large_menu_leads_to_the_same_from_every_page_and_back_to_the_page_that_it_stands_on():
    source = f"<nav>{a_menu('<li><a href=#top>Up</a></li>')}</nav><main><h1>Breaks</h1><p>{WORDS}</p></main>"

    first, second = at("https://town.example/send/a", source), at("https://town.example/send/deep/b", source)

    assert [link.url for link in first.links[:30]] == [link.url for link in second.links[:30]]
    assert {link.where for link in second.links} == {"nav"}
    assert [(page.links[30].url, page.links[30].fragment) for page in (first, second)] == [
        ("https://town.example/send/a", "top"),
        ("https://town.example/send/deep/b", "top"),
    ]
    assert second.lines == ["Breaks", WORDS.strip()]
    assert second.first_words.startswith("Topic 0 Topic 1 Topic 2")


def test_a_large_menu_whose_links_begin_where_the_page_is_leads_elsewhere_from_elsewhere():
    source = f"<nav>{a_menu('<li><a href=next>Next</a></li>')}</nav><main><p>{WORDS}</p></main>"

    found = [at(f"https://town.example/{folder}/", source).links[30].url for folder in ("a", "b")]

    assert found == ["https://town.example/a/next", "https://town.example/b/next"]


def test_a_search_form_without_an_address_asks_the_page_that_it_stands_on():
    source = (
        f"<header>{a_menu('<form role=search><input name=q></form>')}</header><main><p>{WORDS}</p></main>"
    )

    found = [at(f"https://town.example/{name}", source).forms[0].action for name in ("a", "b")]

    assert found == ["https://town.example/a", "https://town.example/b"]


@pytest.mark.parametrize("how", ["hidden", "aria-hidden='true'"])
def test_the_words_of_a_large_menu_that_is_hidden_are_not_shown_but_its_links_are_known(how):
    read = page(f"<nav {how}>{a_menu()}</nav><main><p>{WORDS}</p></main>")

    assert read.first_words == WORDS.strip()
    assert len(read.links) == 30


def test_a_large_menu_in_the_middle_of_the_text_is_not_read_as_text():
    read = page(
        f"<main><h1>Breaks</h1><div>Before<nav>{a_menu()}</nav>after</div><p>{WORDS}</p></main><p>Foot</p>"
    )

    assert read.lines == ["Breaks", "Before", "after", WORDS.strip()]
    assert read.first_words.startswith("Breaks Before after You can ask")


def known_menu(host: str) -> str:
    """A menu with a number to ring that a site has shown on its pages before."""
    menu = f"<nav>{a_menu('<li>Ring 01632 960123. Last updated: 3 March 2026</li>')}</nav>"
    for number in range(3):
        at(f"https://{host}.example/{number}", f"{menu}<main><h1>Page {number}</h1><p>{WORDS}</p></main>")
    return menu


def test_a_menu_that_was_met_before_is_read_as_it_was_the_first_time():
    menu = known_menu("one")
    words = f"<main><h1>Breaks</h1><p>{WORDS}</p><p>Ring 01632 960777.</p></main>"

    first = at("https://another.example/breaks", f"<p>Skip</p>{menu}{words}")
    later = at("https://one.example/breaks", f"<p>Skip</p>{menu}{words}")

    def as_told(page):
        told = msgspec.to_builtins(page)
        return told | {"links": [link["text"] for link in told["links"]], "url": ""}

    assert as_told(first) == as_told(later)
    assert [contact.value for contact in later.contacts] == ["01632 960777", "01632 960123"]
    assert [said.quote for said in later.dates] == ["Ring 01632 960123. Last updated: 3 March 2026"]


@pytest.mark.parametrize(
    "around", ["<!--{}-->", "<noscript>{}</noscript>", "<template>{}</template>", "<div hidden>{}</div>"]
)
def test_a_menu_that_was_met_before_and_is_not_shown_now_is_no_part_of_what_is_shown(around):
    menu = known_menu(f"unseen{len(around)}")

    later = at(
        f"https://unseen{len(around)}.example/breaks", f"{around.format(menu)}<main><p>{WORDS}</p></main>"
    )

    assert later.first_words == WORDS.strip()
    assert bool(later.links) == ("div" in around)


def test_a_header_that_was_met_before_and_stands_in_the_text_now_is_text():
    header = f"<header>{a_menu()}</header>"
    for number in range(3):
        at(f"https://moved.example/{number}", f"{header}<main><p>{WORDS}</p></main>")

    later = at("https://moved.example/later", f"<main>{header}<p>{WORDS}</p></main>")

    assert later.lines == [*(f"Topic {number}" for number in range(30)), WORDS.strip()]


def test_a_menu_of_which_only_a_half_is_as_before_is_read_as_it_is_now():
    menu = known_menu("half")

    later = at(
        "https://half.example/later", f"{menu.replace('Topic 3<', 'Here<')}<main><p>{WORDS}</p></main>"
    )

    assert [link.text for link in later.links][2:5] == ["Topic 2", "Here", "Topic 4"]


def test_where_the_source_breaks_a_line_the_text_does_not():
    read = page(
        "<main><p>You can ask for a break\n   of up to six\thours\n a week.</p><p>Ring us.</p></main>"
    )

    assert read.lines == ["You can ask for a break of up to six hours a week.", "Ring us."]


def test_a_character_that_stands_for_a_place_is_nothing_when_a_page_has_it():
    read = page(f"<p>Be\x02fore</p><nav>{a_menu()}</nav><main><p>Ask \x017\x01 us.</p></main>")

    assert read.lines == ["Ask 7 us."]
    assert read.first_words.startswith("Before Topic 0 Topic 1")


@pytest.mark.parametrize("written", ["&#1;0&#1;", "&#1;7&#1;", "&#1;&#1;", "&#1;x&#1;", "&#1;", "&#2;"])
def test_one_that_is_written_by_its_number_breaks_nothing(written):
    read = page(
        f"<p>Before {written}</p><nav>{a_menu()}</nav><main><p>{WORDS}{written}</p></main><p>After</p>"
    )

    assert read.first_words.startswith("Before")
    assert read.text.startswith(WORDS.strip())
    assert len(read.links) == 30


def test_what_unfolds_a_part_and_a_line_in_bold_head_what_follows():
    read = page(
        "<main><h1>Help</h1><details><summary>Short <em>breaks</em></summary><p>Ring us.</p></details>"
        "<p><strong>Who can ask</strong></p><p><b>Anyone</b> can ask.</p></main>"
    )

    assert read.heads == ("Short breaks", "Who can ask")
    assert [heading.text for heading in read.headings] == ["Help"]


def test_what_heads_the_columns_of_a_table_is_known_and_what_heads_a_row_alone_is_none():
    read = page(
        "<main><h1>Clubs</h1><table><tr><th>Club</th><th>Cost</th></tr><tr><td>Boccia</td><td>£2</td></tr></table>"
        "<table><tr><th>Telephone</th><td>01632 960123</td></tr></table></main>"
    )

    assert read.columns == ("Club", "Cost")
