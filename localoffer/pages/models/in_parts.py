"""Pages whose parts have addresses of their own: /guide/part/, and /guide/all/ for the whole."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.functional import cached_property
from wagtail.blocks import StreamValue
from wagtail.url_routing import RouteResult

from localoffer.cms.findable import Findable, words_of

from .. import kept
from ..blocks.parts import part_slug

WHOLE = "all"


class Parts(Mapping):
    """The parts of a page by the ends of their addresses. Only one that is asked for is read, with all it holds."""

    def __init__(self, blocks: StreamValue) -> None:
        self._block = blocks.stream_block
        self._kept = {part_slug(each["value"]): each for each in blocks.raw_data}
        self._read: dict[str, Any] = {}

    def said(self, slug: str) -> dict[str, Any]:
        """What a part says, as it is kept: enough for its title."""
        return self._kept[slug]["value"]

    def __getitem__(self, slug: str) -> Any:
        if slug not in self._read:
            self._read[slug] = self._block.to_python([self._kept[slug]])[0].value
        return self._read[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)


class InParts:
    """For a page with a BlocksField named in `parts_field`, each block of which has a title and a `part_slug`.

    Only addresses of parts that are there are its own, so that pages may stand below it as below any other.
    """

    parts_field = "parts"
    preview_modes = [("", "First part"), (WHOLE, "All of it")]

    @cached_property
    def parts_by_slug(self) -> "Parts":
        return Parts(getattr(self, self.parts_field))

    def route(self, request, path_components):
        if self.live and len(path_components) == 1:
            [name] = path_components
            if name == WHOLE or name in self.parts_by_slug:
                return RouteResult(self, kwargs={"part": name})
        return super().route(request, path_components)

    def serve(self, request, part="", **kwargs):
        if part and part == self.opens_with:
            return redirect(self.get_url(request=request), permanent=False)
        return super().serve(request, part=part, **kwargs)

    def get_preview_context(self, request, mode_name):
        return self.get_context(request, part=mode_name)

    def findables(self) -> list[Findable]:
        """The page by its sentence and the titles of its parts, and each part by what it says."""
        parts = {
            block.value.part_slug: (block.value, " ".join(block.block.get_searchable_content(block.value)))
            for block in getattr(self, self.parts_field)
            if block.value.part_slug
        }
        # What the page's own address shows
        own = [text for slug, (_, text) in parts.items() if slug == self.opens_with]
        whole = Findable(
            self.title,
            summary=self.search_description,
            headings=" ".join(part["title"] for part, _ in parts.values()),
            text=" ".join([words_of(self, but={self.parts_field}), *own]),
            rest=" ".join(text for _, text in parts.values()),
        )
        return [
            whole,
            *(
                Findable(
                    part["title"],
                    part=slug,
                    summary=part.get("in_short") or self.search_description,
                    text=text,
                    rest=self.search_description,
                )
                for slug, (part, text) in parts.items()
                if slug != self.opens_with
            ),
        ]

    @property
    def opens_with(self) -> str:
        """The part that the page's own address shows; "" when that shows something else."""
        return ""

    def part_links(self, request, current: str = "") -> list[dict]:
        """Every part, as {title, href, current}, and `anchor` where the whole is on one page."""
        url = self.get_url(request=request) or ""
        return [
            {
                "title": self.parts_by_slug.said(slug)["title"],
                "href": url if slug == self.opens_with else f"{url}{slug}/",
                "current": slug == current,
                "anchor": f"#{slug}",
            }
            for slug in self.parts_by_slug
        ]

    def get_context(self, request, *args, part="", **kwargs):
        shown = part or self.opens_with
        if shown and shown != WHOLE and shown not in self.parts_by_slug:
            raise Http404("There is no such part.")
        links = self.part_links(request, shown)
        at = next((number for number, link in enumerate(links) if link["current"]), None)
        url = self.get_url(request=request) or ""
        context = {
            **super().get_context(request, *args, **kwargs),
            "whole": part == WHOLE,
            "is_part": bool(part),
            "links": links,
            "own_href": url,
            "whole_href": f"{url}{WHOLE}/",
            "part": self.parts_by_slug.get(shown),
            "previous": links[at - 1] if at else None,
            "next": links[at + 1] if at is not None and at + 1 < len(links) else None,
            "number": at + 1 if at is not None else None,
        }
        if shown and shown not in (WHOLE, self.opens_with):
            context["keep"] = kept.press(request, self, shown, context["part"]["title"])
        if part and part != WHOLE and context["share_path"]:
            context["share_path"] = f"{url}{part}/"
        if part:
            context["shows_picture"] = False  # it is where the page begins
            own = {"label": self.title, "href": url}
            context["trail"] = [*context["trail"], own]
        return context

    def clean(self):
        """Refuse two parts with one address."""
        super().clean()
        slugs = [part_slug(each["value"]) for each in getattr(self, self.parts_field).raw_data]
        if WHOLE in slugs:
            raise ValidationError(
                {self.parts_field: "“all” is the address of all parts together. Choose another."}
            )
        if "" in slugs:
            raise ValidationError({self.parts_field: "Give each part a title with letters in it."})
        if twice := next((slug for slug in slugs if slugs.count(slug) > 1), ""):
            raise ValidationError(
                {self.parts_field: f"Two parts have the address “{twice}”. Change one of them."}
            )
