"""Forms for terms. What can be chosen in them is shared or the council's own."""

from django import forms

from ...models import TaxonomyTerm, TaxonomyTermName

NAME, OTHER_NAME = (model._meta.get_field("name").max_length for model in (TaxonomyTerm, TaxonomyTermName))


class TermChoice(forms.ModelChoiceField):
    """A term among those offered, each named with the one above it."""

    def label_from_instance(self, term):
        return f"{term.parent} › {term}" if term.parent else str(term)


class TermForm(forms.Form):
    """The words of a term, and where it stands."""

    name = forms.CharField(
        label="Name",
        max_length=NAME,
        help_text="In words a family would use. They see it on pages and in filters.",
    )
    description = forms.CharField(
        label="What it means",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="One plain sentence. Families see it beside kinds of help.",
    )
    parent = TermChoice(
        queryset=TaxonomyTerm.objects.none(),
        label="Under",
        required=False,
        empty_label="Nothing: it stands at the top",
        help_text="There are two levels.",
    )
    other_names = forms.CharField(
        label="Other names for it",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One on each line. Sheets and feeds that use them are understood. Families do not see them.",
    )

    def __init__(self, *args, tops, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = tops

    def clean_other_names(self):
        names = [line.strip() for line in self.cleaned_data["other_names"].splitlines() if line.strip()]
        if any(len(name) > OTHER_NAME for name in names):
            raise forms.ValidationError(f"A name can have {OTHER_NAME} letters. Shorten the long one.")
        return names


class NewTermForm(TermForm):
    """An administrator of the installation says whose a new term is."""

    whose = forms.ChoiceField(
        label="Whose it is",
        choices=[("own", "This council’s own"), ("shared", "Shared by every council")],
        initial="own",
        widget=forms.RadioSelect,
        help_text="A shared term is offered to every council here, and only you can change it.",
    )


class MergeForm(forms.Form):
    into = TermChoice(
        queryset=TaxonomyTerm.objects.none(),
        label="Put its records under",
        empty_label="Choose a term",
        help_text="Everything that has the one will have the other.",
    )

    def __init__(self, *args, terms, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = terms


class RetireForm(forms.Form):
    successor = TermChoice(
        queryset=TaxonomyTerm.objects.none(),
        label="What to choose instead",
        required=False,
        empty_label="Nothing in particular",
        help_text="Officers are told. Records are not changed.",
    )

    def __init__(self, *args, terms, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = terms
