"""Blocks that several rooms use, and the field that holds them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    EmailBlock,
    MultipleChoiceBlock,
    PageChooserBlock,
    RegexBlock,
    StructBlock,
    StructBlockValidationError,
    StructValue,
    URLBlock,
)
from wagtail.fields import StreamField

from .crisis import contacts, phrases


class BlocksField(StreamField):
    """A StreamField whose blocks stay out of migrations.

    What blocks a page may hold changes often and never changes the database, where they are JSON. A migration
    that needs to read old content reads that JSON.
    """

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, _, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


class CodeChoiceBlock(ChoiceBlock):
    """A choice among codes, which are texts: what is kept is the code as it was chosen.

    Wagtail goes through every choice at each reading, to find the number that a text stands for.
    """

    def normalize_choice(self, value: Any) -> Any:
        return value if isinstance(value, str) else super().normalize_choice(value)


class LinkValue(StructValue):
    @property
    def href(self) -> str:
        """The page's address, or the one typed; "" when the page has been unpublished or deleted."""
        page = self.get("page")
        if page:
            return (page.url or "") if page.live else ""
        return self.get("address") or ""


class LinkBlock(StructBlock):
    """A link in a menu or the footer: to a page of this site, or to an address."""

    label = CharBlock(max_length=60)
    page = PageChooserBlock(required=False)
    address = RegexBlock(
        r"^(/|https?://|mailto:|tel:)\S*$",
        required=False,
        max_length=300,
        help_text="If it is not a page of this site: https://… or a path such as /find/.",
        error_messages={"invalid": "Begin with https:// or with /, for example https://example.org/page."},
    )
    language = CharBlock(
        required=False,
        max_length=20,
        help_text="If the label is not in English, the code of its language: pl for Polish. Screen readers need it.",
    )

    class Meta:
        icon = "link"
        value_class = LinkValue


def dialled(number: str) -> str:
    """A phone number without its spaces. ValidationError when nobody in this country could ring it."""
    plain = "".join(character for character in number if character not in " ()-\u00a0")
    if plain.startswith("+44"):
        plain = f"0{plain[3:]}"
    if not plain.isascii() or not plain.isdecimal():
        raise ValidationError("A phone number is digits and spaces only, for example 01632 960 123.")
    is_whole = len(plain) in (10, 11) or plain == "08001111" if plain[0] == "0" else 3 <= len(plain) <= 6
    if not is_whole:
        raise ValidationError(
            f"{number} has {len(plain)} digits. A number that begins with 0 has 10 or 11, a short one 3 to 6."
        )
    return plain


def rings(number: str) -> None:
    """Validator: somebody in this country could ring it."""
    dialled(number)


class OwnContactValue(StructValue):
    @property
    def contact(self) -> contacts.Contact:
        return contacts.Contact(
            name=self["name"],
            who=self["who"],
            phone=self["phone"],
            text=dialled(self["text"]) if self["text"] else "",
            email=self["email"],
            web=self["web"],
            when=self["when"],
            kinds=frozenset(self["kinds"]),
        )


class OwnContactBlock(StructBlock):
    """Somebody of this council or near it: the duty line of children's social care, a crisis team."""

    name = CharBlock(max_length=60, help_text="For example: Children’s social care, out of hours.")
    who = CharBlock(
        max_length=120, label="Who is it for?", help_text="For example: You are worried about a child."
    )
    phone = CharBlock(required=False, max_length=20, validators=[rings])
    text = CharBlock(required=False, max_length=20, label="Number to text", validators=[rings])
    email = EmailBlock(required=False, label="E-mail")
    web = URLBlock(required=False, label="Web address")
    when = CharBlock(max_length=80, label="When?", help_text="For example: Monday to Friday, 9am to 5pm.")
    kinds = MultipleChoiceBlock(
        required=False,
        choices=phrases.kinds,
        widget=CheckboxSelectMultiple,
        label="For which dangers?",
        help_text="None: it is shown for all of them.",
    )

    class Meta:
        icon = "user"
        label = "One of our own"
        value_class = OwnContactValue

    def clean(self, value):
        """Refuse somebody who cannot be reached."""
        value = super().clean(value)
        if not any(value[way] for way in ("phone", "text", "email", "web")):
            raise StructBlockValidationError(
                block_errors={"phone": ValidationError("Give a number, an e-mail or a web address.")}
            )
        return value


class NationalContactValue(StructValue):
    @property
    def contact(self) -> str:
        return self["code"]


class NationalContactBlock(StructBlock):
    """A national helpline, to put it in another place or leave it out."""

    code = CodeChoiceBlock(choices=contacts.choices, label="Which?")
    is_left_out = BooleanBlock(required=False, label="Leave it out")

    class Meta:
        icon = "globe"
        label = "A national one"
        value_class = NationalContactValue
