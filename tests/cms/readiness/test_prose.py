"""Prose is what somebody reads from end to end."""

from localoffer.cms.readiness.prose import prose_of


def test_only_sentences_of_paragraphs_and_lists_are_prose():
    html = """
        <h2>A heading that says something long and official</h2>
        <p>You can ask for <b>help</b>.</p>
        <ul><li>We ring you back within a week.</li><li>crayons</li>
            <li><a href="/a">How to complain about a decision of the council.</a></li></ul>
        <table><tr><td><p>A sentence in a table.</p></td></tr></table>
        <nav><p>A sentence in a menu.</p></nav>
        <p>Call us</p>
        <p>Two lines<br>of one sentence.</p>
    """

    assert prose_of(html) == [
        "You can ask for help.",
        "We ring you back within a week.",
        "Two lines of one sentence.",
    ]
