"""An e-mail address on a narrow screen breaks where a person would break it."""

import pytest

from localoffer.ui.templatetags.addresses import breakable


@pytest.mark.parametrize(
    ("email", "shown"),
    [
        ("ehc@fenbridge.example.org", "ehc@<wbr>fenbridge.<wbr>example.<wbr>org"),
        ("first.last@a.org", "first.<wbr>last@<wbr>a.<wbr>org"),
        ("", ""),
        ("<b>@x.org", "&lt;b&gt;@<wbr>x.<wbr>org"),
    ],
)
def test_an_address_breaks_after_its_at_and_its_dots(email, shown):
    assert breakable(email) == shown
