"""Questions to ask: those that come with the project, and what is said of a file that cannot be used."""

import pytest

from localoffer.directory import questions
from localoffer.directory.models import OwnQuestions
from localoffer.directory.questions import Questions
from tests.factories.directory import term
from tests.reading import reading_age

OURS = Questions(("Who decides?",), ("Can I try it?",))


def test_every_kind_of_help_has_questions_for_a_parent_and_for_a_young_person():
    shipped = questions.shipped().values()

    assert len(shipped) == 79
    assert {len(asked.parent) for asked in shipped} <= {4, 5, 6}
    assert {len(asked.young) for asked in shipped} <= {3, 4}


def test_a_child_of_nine_can_read_the_questions():
    ages = {
        code: max(reading_age(" ".join(asked.parent)), reading_age(" ".join(asked.young)))
        for code, asked in questions.shipped().items()
    }
    assert {code: age for code, age in ages.items() if age > 9} == {}


def test_every_fault_of_a_file_is_told_at_once_with_its_line(tmp_path):
    file = tmp_path / "questions.yaml"
    file.write_text(
        "kinds:\n- kind: carer\n- kind: sport\n  parent: [Who decides]\n  young: ['A?', 'B?', 'C?']\n"
        "- kind: sport\n  same_as: fun\n- kind: toddlers\n  same_as: health\n"
    )
    with pytest.raises(questions.QuestionsError) as found:
        questions.read(file, {"carers": "", "sport": "fun", "toddlers": "fun", "fun": ""})

    for told in (
        "“carer” is not known here. Did you mean “carers”?",
        "“Who decides” is no question",
        "there are 1. Write 4 to 6 questions.",
        "“sport” is there already",
        "“health” is not known here",
        "there are no questions for carers, fun",
    ):
        assert told in str(found.value)


def test_a_councils_own_questions_come_after_ours_or_in_their_place():
    own = OwnQuestions(parent="What does it cost?\n\n Who decides? ")

    assert own.beside(OURS) == Questions(("Who decides?", "What does it cost?"), OURS.young)
    own.is_instead = True
    assert own.beside(OURS) == Questions(("What does it cost?", "Who decides?"), OURS.young)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "told"),
    [("", "at least one"), ("Cost", "no question"), ("\n".join(f"{n}?" for n in range(13)), "best 12")],
)
def test_an_editor_is_told_what_to_mend(typed, told):
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError, match=told):
        OwnQuestions(kind=term("kind", "sport"), parent=typed).clean()
