"""How much danger the crisis detector sees, and how often it is wrong. Run it with: ./dev bench crisis

The phrases are in evals/crisis: `known.yaml`, which the list may be tuned on, and `held_out.yaml`, which
it never is. `-v` names what was missed and what was a false alarm in the known ones; the held-out are never named.
"""

import statistics
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import yaml

from localoffer.cms.crisis.detector import Detector, detector, make_ready

PHRASES = Path(__file__).resolve().parent.parent / "evals" / "crisis"
SETS = ("known", "held_out")


@dataclass(frozen=True)
class Outcome:
    """What became of one set of phrases."""

    missed: dict[str, list[str]]  # by kind
    of: dict[str, int]
    false_alarms: list[str]
    ordinary: int

    @property
    def recall(self) -> float:
        return 1 - sum(map(len, self.missed.values())) / sum(self.of.values())

    @property
    def false_alarm_rate(self) -> float:
        return len(self.false_alarms) / self.ordinary


def phrases(name: str) -> dict:
    return yaml.safe_load((PHRASES / f"{name}.yaml").read_text("utf-8"))


def evaluate(name: str, judge: Detector) -> Outcome:
    """Try every phrase of a set."""
    read = phrases(name)
    return Outcome(
        missed={
            kind: [text for text in texts if judge.danger_in(text) is None]
            for kind, texts in read["must_be_caught"].items()
        },
        of={kind: len(texts) for kind, texts in read["must_be_caught"].items()},
        false_alarms=[text for text in read["must_not_be_caught"] if judge.danger_in(text) is not None],
        ordinary=len(read["must_not_be_caught"]),
    )


def main() -> None:
    started = time.thread_time()
    make_ready()
    judge = detector()
    print(
        f"{len(judge.known.phrases)} phrases made ready in {(time.thread_time() - started) * 1000:.0f} ms, once"
    )
    for name in SETS:
        outcome = evaluate(name, judge)
        caught = sum(outcome.of.values()) - sum(map(len, outcome.missed.values()))
        print(
            f"\n{name.replace('_', ' ')}: caught {caught} of {sum(outcome.of.values())} ({outcome.recall:.1%});",
            end=" ",
        )
        print(
            f"false alarms {len(outcome.false_alarms)} of {outcome.ordinary} ({outcome.false_alarm_rate:.1%})"
        )
        for kind, number in outcome.of.items():
            print(f"  {kind}: {number - len(outcome.missed[kind])} of {number}")
        if "-v" in sys.argv and name == "known":
            for kind, texts in outcome.missed.items():
                print(*(f"  missed ({kind}): {text}" for text in texts), sep="\n")
            for text in outcome.false_alarms:
                print(
                    f"  false alarm: {text} {[(p.kind, p.line, words) for p, words in judge.matches(text)]}"
                )
    print()
    measure_time(judge)


def measure_time(judge: Detector) -> None:
    """In this thread's own time: what else the machine does is not ours."""
    searches = [text for name in SETS for text in phrases(name)["must_not_be_caught"]]
    times = sorted(own_time(judge, text) for text in searches * 5)
    slow = times[len(times) * 99 // 100]
    print(f"a search: {statistics.median(times):.3f} ms, 99 of 100 under {slow:.3f} ms (at most 1)")
    letter = " ".join(searches)[:5000]
    print(f"a letter of {len(letter)} characters: {own_time(judge, letter):.1f} ms")


def own_time(judge: Detector, text: str) -> float:
    started = time.thread_time()
    judge.danger_in(text)
    return (time.thread_time() - started) * 1000


if __name__ == "__main__":
    main()
