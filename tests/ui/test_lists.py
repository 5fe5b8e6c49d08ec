"""What is put together in Python is as safe as a template."""

from django.utils.safestring import mark_safe

from localoffer.ui.templatetags.lists import filter_groups, finding

BAD = "<script>alert(1)</script>"


def test_no_name_gets_markup_into_a_page():
    made = finding(
        dict.fromkeys(("title", "href", "meta", "place", "text", "why", "when", "pictogram"), BAD)
        | {
            "tags": [{"text": BAD, "tone": BAD}],
            "keep": dict.fromkeys(("href", "name", "value", "text", "about"), BAD),
        }
    )

    assert "<script" not in made


def test_a_label_that_was_marked_as_safe_makes_no_other_safe():
    def group(label):
        options = [{"value": "a", "label": label}]
        return {"legend": "How old", "name": "age", "type": "radio", "options": options}

    assert "<b>Old</b>" in filter_groups([group(mark_safe("<b>Old</b>"))])
    assert "<b>Old</b>" not in filter_groups([group("<b>Old</b>")])
