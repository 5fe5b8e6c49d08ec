"""Forms for imports and mappings."""

from dataclasses import replace

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from ..imports.jobs import LARGEST_UPLOAD
from ..models import ImportMapping
from ..sources.mapped import Look
from ..sources.mapping import (
    DATES,
    MappingError,
    Mistake,
    Rule,
    SheetMapping,
    as_yaml,
    folded,
    parse,
)
from ..sources.sheet_columns import COLUMNS
from ..vocabulary import terms_by_words

BY_ITSELF, NEW = "", "new"
LEFT_OUT, QUESTION = "", "?"
FIELDS = [
    (LEFT_OUT, "Leave it out"),
    *((column.name, f"{column.name}: {column.words}"[:90]) for column in COLUMNS),
    (QUESTION, "The answer to a question …"),
]


class ImportForm(forms.Form):
    """A file or a feed, and how it is to be read."""

    file = forms.FileField(
        label="A file",
        required=False,
        help_text="Our sheet or another one (XLSX or CSV), or a page of a feed (JSON). At most 200 MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.xlsm,.json"}),
    )
    address = forms.URLField(
        label="Or the address of a feed",
        required=False,
        assume_scheme="https",
        max_length=500,
        help_text="Open Referral UK, or Outpost’s API. It begins with https://",
    )
    mapping = forms.ChoiceField(label="Its columns", required=False)
    source = forms.CharField(
        label="What this source is called",
        required=False,
        max_length=100,
        help_text="Records are known by it: give the same name each time. Empty: the name of the file or feed.",
    )
    as_drafts = forms.BooleanField(label="New services wait as drafts", required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.mappings = {str(each.pk): each for each in ImportMapping.objects.editable_by(user)}
        self.fields["mapping"].choices = [
            (BY_ITSELF, "Ours, Outpost’s or a feed’s: that is told by itself"),
            *((key, f"By the mapping “{each}”") for key, each in self.mappings.items()),
            (NEW, "Others: make a new mapping for this file"),
        ]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_UPLOAD:
            raise ValidationError(
                f"This file is larger than {LARGEST_UPLOAD // 1024**2} MB. Import it in parts."
            )
        return file

    def clean(self):
        given = self.cleaned_data
        if self.errors:
            return
        if bool(given.get("file")) == bool(given.get("address")):
            raise ValidationError("Choose a file, or give the address of a feed: one of the two.")
        if given.get("address") and given.get("mapping"):
            self.add_error("mapping", "A mapping is for a file. A feed’s columns are told by themselves.")


def _help(name: str) -> str:
    return ImportMapping._meta.get_field(name).help_text


class MappingTextForm(forms.ModelForm):
    """A mapping as text."""

    class Meta:
        model = ImportMapping
        fields = ["name", "source", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "class": "mapping-text"})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = "Every mistake is told with its line when you save."

    def _get_validation_exclusions(self):
        # The name is to be the only one in its council, which is no field here
        return super()._get_validation_exclusions() - {"owner"}


class OneOfOurs(forms.Select):
    """A choice of our columns. Written at once: a template for each option of each column takes a second."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = value or LEFT_OUT
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((key, _SELECTED[key == chosen], words) for key, words in FIELDS),
        )
        attrs = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(attrs), options)


_SELECTED = {True: mark_safe(" selected"), False: ""}


class ColumnForm(forms.Form):
    """One column of theirs: which of ours it is, and which of its words are which of ours."""

    column = forms.CharField(widget=forms.HiddenInput, max_length=200, strip=False)
    number = forms.IntegerField(widget=forms.HiddenInput, initial=0)  # several rules may read one column
    field = forms.ChoiceField(label="Our column", choices=FIELDS, required=False, widget=OneOfOurs)
    question = forms.CharField(label="Question", required=False, max_length=255)
    split = forms.CharField(label="Parts of a list stand apart at", required=False, max_length=5, strip=False)
    values = forms.CharField(
        label="Their word = our word",
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )

    def rule(self, former: SheetMapping | None) -> Rule | None:
        """What is said here as a rule; what the screen does not show of it stays as it was."""
        given = self.cleaned_data
        if given["field"] == LEFT_OUT:
            return None
        same = [rule for rule in (former.rules if former else ()) if rule.column == given["column"]]
        before = same[given["number"]] if given["number"] < len(same) else None
        is_question = given["field"] == QUESTION
        return Rule(
            column=given["column"],
            field="answer" if is_question else given["field"],
            question=given["question"] if is_question else "",
            split=given["split"],
            values=given["values"],
            when=before.when if before else (),
        )

    def clean_values(self):
        found = {}
        for number, line in enumerate(self.cleaned_data["values"].splitlines(), start=1):
            if not line.strip():
                continue
            theirs, equals, ours = line.partition("=")
            if not equals or not theirs.strip():
                raise ValidationError(
                    f"Line {number}: write their word, “=”, and our word. Nothing behind “=” leaves it out."
                )
            found[folded(theirs)] = ours.strip()
        return found

    def clean(self):
        if self.cleaned_data.get("field") == QUESTION and not self.cleaned_data.get("question"):
            self.add_error("question", "Write the question that this column answers.")


# A form has at most 1,000 fields (Django's DATA_UPLOAD_MAX_NUMBER_FIELDS), and each column six
MOST_COLUMNS = 150
ColumnFormSet = forms.formset_factory(ColumnForm, extra=0, max_num=MOST_COLUMNS, absolute_max=MOST_COLUMNS)


class MappingForm(forms.Form):
    """A mapping as a table of columns: kept as the same text that can be written by hand."""

    name = forms.CharField(label="Name", max_length=100, help_text=_help("name"))
    source = forms.CharField(label="What this source is called", max_length=100, help_text=_help("source"))
    dates = forms.ChoiceField(
        label="Their days are written",
        choices=zip(
            DATES, ("day first: 31/12/2026", "month first: 12/31/2026", "year first: 2026/12/31"), strict=True
        ),
    )
    not_stated = forms.CharField(
        label="Words that stand for nothing",
        required=False,
        max_length=500,
        help_text="Apart at commas: N/A, TBC",
    )

    def __init__(self, data=None, *, instance: ImportMapping, look: Look | None = None):
        self.instance = instance
        self.former = _parsed(instance.text)
        initial = {"name": instance.name, "source": instance.source, "dates": DATES[0]}
        if self.former:
            initial |= {
                "dates": self.former.dates,
                "not_stated": ", ".join(sorted(self.former.not_stated)),
            }
        super().__init__(data, initial=initial)
        self.columns = ColumnFormSet(data, initial=_columns(self.former, look), prefix="columns")
        for form in self.columns:
            form.title = form["column"].value() or ""
            # What is not filled in need not be seen
            form.is_open = bool(form.errors) or any(
                form[name].value() for name in ("split", "question", "values")
            )
            form.seen = look.values.get(form.title, ()) if look else ()

    def is_valid(self):
        return all((super().is_valid(), self.columns.is_valid())) and self._is_right()

    def _is_right(self) -> bool:
        """Whether the mapping made of all this can be used; each mistake is shown beside its column."""
        given, instance = self.cleaned_data, self.instance
        # What this screen does not show (constants and the like) stays as it was
        made = replace(
            self.former or SheetMapping(()),
            rules=tuple(rule for form in self.columns if (rule := form.rule(self.former))),
            name=given["name"],
            dates=given["dates"],
            not_stated=frozenset(folded(each) for each in given["not_stated"].split(",") if each.strip()),
        )
        instance.name, instance.source, instance.text = given["name"], given["source"], as_yaml(made)
        try:
            parse(instance.text, terms=terms_by_words(instance.owner))
            instance.validate_constraints()
        except MappingError as error:
            for mistake in error.mistakes:
                self._tell(mistake)
        except ValidationError as error:
            self.add_error("name", error.messages)
        return not self.errors and not any(self.columns.errors)

    def _tell(self, mistake: Mistake) -> None:
        for form in self.columns:
            if mistake.column and form.cleaned_data["column"] == mistake.column:
                form.add_error("values" if mistake.field else "field", mistake.message)
                form.is_open = True
                return
        self.add_error(None, mistake.message)


def _parsed(text: str) -> SheetMapping | None:
    try:
        return parse(text)
    except MappingError:
        return None


def _columns(mapping: SheetMapping | None, look: Look | None) -> list[dict]:
    """What each row of the table begins with: the mapping's columns, and those of a file that are not in it yet."""
    found, numbers = [], {}
    for rule in mapping.rules if mapping else ():
        number = numbers.get(rule.column, 0)
        numbers[rule.column] = number + 1
        found.append(
            {
                "column": rule.column,
                "number": number,
                "field": QUESTION if rule.question else rule.field,
                "question": rule.question,
                "split": rule.split,
                "values": "\n".join(f"{theirs} = {ours}" for theirs, ours in rule.values.items()),
            }
        )
    known = {folded(column) for column in numbers}
    guessed = set(mapping.fields if mapping else ())
    for title in look.heading if look else ():
        if folded(title) in known or title.startswith("(column "):
            continue
        field = look.guess(title)
        field = LEFT_OUT if field in guessed else field
        guessed.add(field)
        found.append({"column": title, "number": 0, "field": field, "split": "", "values": ""})
    return found[:MOST_COLUMNS]
