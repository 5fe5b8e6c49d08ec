"""How well the finder answers graded questions (evals/finder): ./dev bench finder-quality

Over the demonstration council Fenbridge, on the configured database. Prints nDCG@10, success@3 and the share that
found nothing, by class; with LOCALOFFER_SEMANTIC=1 as the optional re-ranking has it. `--worst N` shows the N
questions answered worst.
"""

import io
import sys
from pathlib import Path

from bench._quality import Graded, measure, ndcg, read
from bench._setting_up import scratch_database

QUESTIONS = Path(__file__).parent.parent / "evals" / "finder" / "questions.yaml"
FLOORS = {"": (0.63, 0.82), "misspelt": (0.68, 0.0), "plain": (0.52, 0.0)}


def main() -> None:
    worst = int(sys.argv[sys.argv.index("--worst") + 1]) if "--worst" in sys.argv else 0
    with scratch_database():
        from django.core.management import call_command

        from localoffer.finder import semantic
        from localoffer.finder.results import find
        from localoffer.finder.search import Search
        from localoffer.places.models import Authority

        call_command("load_demonstration", stdout=io.StringIO())
        council = Authority.objects.get(slug="fenbridge")
        if semantic.is_on():
            print(f"With closeness in meaning: {semantic.learn()} vectors made.")
        answers: list[tuple[Graded, list[str]]] = []
        above = []
        for graded in read(QUESTIONS):
            found = find(Search(text=graded.ask, near=graded.near), authority=council)
            answers.append((graded, [each.entry.name for each in found.first(10)]))
            closed = [bool(found.entries.closed >> place & 1) for place in found.order]
            if closed != sorted(closed):
                above.append(graded.ask)
        say(answers)
        print(f"a closed service above an open one: {len(above)} questions")
        for graded, names in sorted(answers, key=lambda pair: ndcg(pair[1], pair[0].right))[:worst]:
            print(f"\n{graded.ask} ({graded.kind}): {ndcg(names, graded.right):.2f}")
            for name in names[:5]:
                print(f"   {graded.right.get(name, 0)}  {name}")


def say(answers: list[tuple[Graded, list[str]]]) -> None:
    print(f"{'class':14} {'asked':>5} {'nDCG@10':>8} {'success@3':>10} {'nothing':>8}")
    for kind, figures in sorted(measure(answers).items()):
        least = FLOORS.get(kind)
        verdict = (
            "" if least is None or (figures.ndcg >= least[0] and figures.success >= least[1]) else "  TOO LOW"
        )
        print(
            f"{kind or 'all':14} {len(figures.gains):5} {figures.ndcg:8.3f} {figures.success:10.3f} "
            f"{figures.nothing_found:8.3f}{verdict}"
        )


if __name__ == "__main__":
    main()
