import json
import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from localoffer.cms.crisis import danger_in
from localoffer.cms.crisis.contacts import CrisisHelp, Shown
from localoffer.cms.models import CouncilSettings
from localoffer.directory.models import Service
from localoffer.finder.cards import why_plain
from localoffer.finder.results import Results, find
from localoffer.finder.search import Search
from localoffer.places.models import Authority


class Command(BaseCommand):
    help = "Ask the finder a question, exactly as the search box does: the same results in the same order."

    def add_arguments(self, parser):
        parser.add_argument("question", nargs="?", metavar="QUESTION", help="in a family's own words")
        parser.add_argument(
            "--council", metavar="SLUG", required=True, help="whose Local Offer, such as fenbridge"
        )
        parser.add_argument("--near", default="", metavar="POSTCODE", help="nearest first, from here")
        parser.add_argument("--limit", type=int, default=10, help="how many results (10)")
        parser.add_argument("--json", action="store_true", help="answer in JSON")
        parser.add_argument(
            "--batch", metavar="FILE", help='many questions: one {"id", "query"} a line; - for standard input'
        )

    def handle(self, *, question, council, near, limit, batch, **options):
        authority = Authority.objects.filter(slug=council).first()
        if authority is None:
            raise CommandError(f"There is no council {council!r} here. See the list: localoffer load-places.")
        if limit < 1:
            raise CommandError("--limit must be 1 or more.")
        if batch:
            self._answer_many(batch, authority, limit, as_json=options["json"])
        elif question is None:
            raise CommandError("Type a question, in quotes, or give a file of them with --batch.")
        else:
            found = find(Search.from_params({"q": question, "near": near}), authority=authority)
            help_first = crisis_help(question, authority)
            if options["json"]:
                answer = {"query": question, **said(help_first), "results": answers(found, limit)}
                self.stdout.write(json.dumps(answer, ensure_ascii=False))
            else:
                self._say_help(help_first)
                self._say(found, limit)

    def _answer_many(self, batch: str, authority: Authority, limit: int, *, as_json: bool) -> None:
        try:
            lines = sys.stdin if batch == "-" else Path(batch).read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            why = getattr(error, "strerror", "") or "it is not UTF-8 text"
            raise CommandError(f"{batch} cannot be read: {why}. It should be a UTF-8 text file.") from error
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                asked = json.loads(line)
                query = str(asked["query"])
                near = str(asked.get("near") or "")
            except (ValueError, TypeError, KeyError, AttributeError) as error:
                raise CommandError(
                    f'Line {number} of {batch} should look like {{"id": 1, "query": "…"}}.'
                ) from error
            found = find(Search.from_params({"q": query, "near": near}), authority=authority)
            help_first = crisis_help(query, authority)
            if as_json:
                answer = {"id": asked.get("id"), **said(help_first), "results": answers(found, limit)}
                self.stdout.write(json.dumps(answer, ensure_ascii=False))
            else:
                self.stdout.write(f"\n{query}")
                self._say_help(help_first)
                self._say(found, limit)

    def _say_help(self, shown: Shown | None) -> None:
        if shown is None:
            return
        self.stdout.write(shown.title)
        for contact in shown.contacts:
            ways = [
                contact.phone,
                f"text {contact.text_word} to {contact.text}" if contact.text else "",
                contact.web,
            ]
            self.stdout.write(f"     {contact.name}: {', '.join(filter(None, ways))}. {contact.who}")

    def _say(self, found: Results, limit: int) -> None:
        if found.near.message:
            self.stdout.write(found.near.message)
        if found.question.corrected:
            right = "; ".join(f"{right}, for {typed}" for typed, right in found.question.corrected)
            self.stdout.write(f"Showing results for {right}.")
        if not found:
            self.stdout.write("Nothing found.")
        for number, each in enumerate(found.first(limit), start=1):
            self.stdout.write(
                f"{number:>3}. {each.entry.name}  ({each.hit.score:.2f}; {'; '.join(why_plain(each))})"
            )


def crisis_help(text: str, authority: Authority) -> Shown | None:
    """What the results page would show above everything; nearly always nothing."""
    danger = danger_in(text)
    if danger is None:
        return None
    settings = CouncilSettings.objects.filter(site__authority_site__authority=authority).first()
    return (settings.crisis_help if settings else CrisisHelp()).for_kinds(danger.kinds)


def said(shown: Shown | None) -> dict:
    """For a program: {"crisis": {"title", "contacts"}}, or nothing."""
    if shown is None:
        return {}
    contacts = [{"name": each.name, "phone": each.phone, "text": each.text} for each in shown.contacts]
    return {"crisis": {"title": shown.title, "contacts": contacts}}


def answers(found: Results, limit: int) -> list[dict]:
    """The first results for a program: [{"id", "source_id", "name", "score", "why"}], `why` being a list of texts."""
    shown = found.first(limit)
    source_ids = dict(
        Service.objects.filter(pk__in=[each.entry.service_id for each in shown]).values_list(
            "pk", "source_id"
        )
    )
    return [
        {
            "id": str(each.entry.service_id),
            "source_id": source_ids.get(each.entry.service_id, ""),
            "name": each.entry.name,
            "score": round(each.hit.score, 4),
            "why": why_plain(each),
        }
        for each in shown
    ]
