"""How well pages and services are found together (evals/finder/pages.yaml): ./dev bench finder_pages

Over the demonstration council Fenbridge, in the order the results page shows them. Prints success@1 and success@3
(a page graded 2 or 3) of questions whose best answer is a page, and how many questions for a service have a page above
it, of those graded here and of all in questions.yaml. `--worst` names the questions that miss.
"""

import io
import sys
from pathlib import Path

import yaml

from bench._quality import read
from bench._setting_up import scratch_database

EVALS = Path(__file__).parent.parent / "evals" / "finder"
#: success@1, success@3, and the most service questions of ours that may have a page above them
FLOORS = (0.7, 0.8, 0.05)


def main() -> None:
    questions = yaml.safe_load((EVALS / "pages.yaml").read_text("utf-8"))
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

        firsts, threes = 0, 0
        for row in questions["questions"]:
            grades = [grade(href, row["right"]) for href in shown(row["ask"])]
            firsts += bool(grades and grades[0] >= 2)
            threes += any(each >= 2 for each in grades[:3])
            if "--worst" in sys.argv and not (grades and grades[0] >= 2):
                print(f"   {row['ask']}: {shown(row['ask'])[:3]}")
        asked = len(questions["questions"])
        say("success@1", firsts / asked, FLOORS[0])
        say("success@3", threes / asked, FLOORS[1])
        above = [text for text in questions["services_first"] if shown(text)[:1] != [""]]
        share = len(above) / len(questions["services_first"])
        print(
            f"a page above, of {len(questions['services_first'])} questions for a service: {share:.3f}",
            end="",
        )
        print("" if share <= FLOORS[2] else "  TOO MANY")
        everything = read(EVALS / "questions.yaml")
        all_above = [each.ask for each in everything if shown(each.ask, each.near)[:1] != [""]]
        print(
            f"a page above, of all {len(everything)} in questions.yaml: {len(all_above) / len(everything):.3f}"
        )
        if "--worst" in sys.argv:
            for text in (*above, "", *all_above):
                print(f"   {text}: {shown(text)[:1]}" if text else "")


def grade(href: str, right: dict[str, int]) -> int:
    """What an address is worth: its own grade, else that of the page it is a part of."""
    if href in right:
        return right[href]
    return max((worth for page, worth in right.items() if href and href.startswith(page)), default=0)


def say(name: str, figure: float, least: float) -> None:
    print(f"{name}: {figure:.3f} (at least {least})" + ("" if figure >= least else "  TOO LOW"))


if __name__ == "__main__":
    main()
