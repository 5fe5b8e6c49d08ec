"""How well pages and services are found together (evals/finder/pages*.yaml): ./dev bench finder_pages

Over the demonstration council Fenbridge, in the order the results page shows them. Prints, for each set of questions,
success@1 and success@3 (a page graded 2 or 3) of those whose best answer is a page, and how many of those for a service
have a page above it; and how many of all in questions.yaml. `--worst` names the questions that miss, but for those held
out.
"""

import io
import sys
from collections.abc import Callable
from pathlib import Path

import yaml

from bench._quality import read
from bench._setting_up import scratch_database

EVALS = Path(__file__).parent.parent / "evals" / "finder"
#: Those that were at hand when the order was worked out, and those that were not
SEEN, HELD_OUT = ("pages.yaml", "pages-seen.yaml"), "pages-held-out.yaml"
#: success@1, success@3, and the most service questions that may have a page above them
FLOORS = (0.7, 0.8, 0.05)


def main() -> None:
    is_wordy = "--worst" in sys.argv
    with scratch_database():
        from django.core.management import call_command

        from localoffer.finder.found_pages import index
        from localoffer.finder.found_pages.answers import pages_for
        from localoffer.finder.results import find
        from localoffer.finder.search import Search
        from localoffer.places.models import Authority

        call_command("load_demonstration", stdout=io.StringIO())
        index.rebuild()
        council = Authority.objects.get(slug="fenbridge")

        def shown(text: str, near: str = "") -> list[str]:
            """What stands on top, as addresses; a service is ""."""
            found = find(Search(text=text, near=near), authority=council)
            pages = pages_for(found)
            hrefs = [hit.row.href for hit in pages.shown]
            services = [""] * min(len(found), 10)
            return hrefs + services if pages.first else services + hrefs

        for name in (*SEEN, HELD_OUT):
            print(f"{name}:")
            weigh(yaml.safe_load((EVALS / name).read_text("utf-8")), shown, is_wordy and name != HELD_OUT)
        everything = read(EVALS / "questions.yaml")
        above = [each.ask for each in everything if is_page(shown(each.ask, each.near))]
        share = len(above) / len(everything)
        print(f"a page above, of all {len(everything)} in questions.yaml: {share:.3f}")
        for text in above if is_wordy else ():
            print(f"   {text}: {shown(text)[:1]}")


def weigh(questions: dict, shown: Callable[[str], list[str]], is_wordy: bool) -> None:
    """Print the figures of one set of questions."""
    firsts, threes, above = 0, 0, []
    for row in questions["questions"]:
        found = shown(row["ask"])
        grades = [grade(href, row["right"]) for href in found]
        firsts += bool(grades and grades[0] >= 2)
        threes += any(each >= 2 for each in grades[:3])
        if is_wordy and not (grades and grades[0] >= 2):
            print(f"   {row['ask']}: {found[:3]}")
    for text in questions["services_first"]:
        found = shown(text)
        if is_page(found):
            above.append(text)
            if is_wordy:
                print(f"   {text}: {found[:1]}")
    asked, share = len(questions["questions"]), len(above) / len(questions["services_first"])
    say(f"success@1 of {asked}", firsts / asked, FLOORS[0])
    say(f"success@3 of {asked}", threes / asked, FLOORS[1])
    print(
        f"  a page above, of {len(questions['services_first'])} questions for a service: {share:.3f}"
        + ("" if share <= FLOORS[2] else "  TOO MANY")
    )


def is_page(found: list[str]) -> bool:
    """Whether a page stands on top."""
    return bool(found and found[0])


def grade(href: str, right: dict[str, int]) -> int:
    """What an address is worth: its own grade, else that of the page it is a part of."""
    if href in right:
        return right[href]
    return max((worth for page, worth in right.items() if href and href.startswith(page)), default=0)


def say(name: str, figure: float, least: float) -> None:
    print(f"  {name}: {figure:.3f} (at least {least})" + ("" if figure >= least else "  TOO LOW"))


if __name__ == "__main__":
    main()
