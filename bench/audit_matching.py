"""How well the auditor tells whether a site is a Local Offer and which criteria it meets; and how fast.

Run it with: ./dev bench audit_matching. Half of the examples were set aside until the end; both halves are told.
With --towns it also audits twenty-four varied towns of tests/auditor/town, every page of them, in some seven minutes.
"""

import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from localoffer.auditor.audit import Asked, Audit
from localoffer.auditor.matching import criteria, presence
from localoffer.auditor.matching.gathering import gather
from localoffer.auditor.sites import Site
from localoffer.auditor.values import Crawled
from localoffer.duties import loading
from tests.auditor.matching.examples import HOST, TODAY, Passage, page, passages, sites
from tests.auditor.town import Plan, Town

VERBOSE = "-v" in sys.argv


def main() -> None:
    law = loading.in_force(TODAY)
    for held_out in (False, True):
        print(f"\n{'Set aside' if held_out else 'Tuned on'}")
        of_passages([each for each in passages() if each.held_out == held_out], law)
        of_sites(held_out)
        whole_sites(held_out, law)
    print("\nWritten after the words had been tuned")
    of_passages(passages("unseen.txt"), law)
    of_passages(passages("later.txt"), law)
    thin(passages("thin.txt"), law)
    for voice in ("terse", "warm"):
        print(f"\nIn a {voice} voice")
        in_voice([each for each in passages("voices.txt") if each.voice == voice], law)
    speed(law)
    if "--towns" in sys.argv:
        towns(range(1, 25))


def of_passages(examples: list[Passage], law: criteria.InForce) -> None:
    right = wrong = missed = 0
    for example in examples:
        found = criteria.of_page(page(example.text), law, TODAY)
        met = {slug for slug, status in found.items() if status == "met"}
        right += len(met & set(example.meets))
        wrong += len(met - set(example.meets))
        missed += len(set(example.meets) - met)
        if VERBOSE and met != set(example.meets):
            print(f"   {example.slug} {example.why}: met {met or '-'}; partly {set(found) - met or '-'}")
    told("passages", right, wrong, missed)


def of_sites(held_out: bool) -> None:
    small = [each for each in sites() if each.held_out == held_out]
    right = 0
    for each in small:
        found = presence.of_site(each.site)
        right += found.kind == each.kind
        if VERBOSE and found.kind != each.kind:
            print(f"   {each.kind}: {each.name}: {found.kind} ({found.rule})")
    print(f"  presence: {right} of {len(small)}")


def whole_sites(held_out: bool, law: criteria.InForce, count: int = 12) -> None:
    """Sites that hold six criteria in ten, one page each or several on one, with decoys of those that they lack."""
    examples = [each for each in passages() if each.held_out == held_out]
    slugs = sorted({each.slug for each in examples if each.meets})
    right = wrong = missed = gaps = gaps_right = 0
    faults: Counter[str] = Counter()
    for seed in range(count):
        chance = random.Random(seed)
        held = set(chance.sample(slugs, int(len(slugs) * 0.6)))
        pages = []
        for number, each in enumerate(examples):
            if each.slug in held if each.meets else each.slug not in held:
                pages.append(page(each.text, f"{HOST}/{number}"))
        site = Site(f"{HOST}/0", TODAY, pages, Crawled(len(pages), is_complete=True))
        for found in criteria.of_site(site, law):
            if found.slug not in slugs:
                continue
            right += found.status == "met" and found.slug in held
            wrong += found.status == "met" and found.slug not in held
            missed += found.status != "met" and found.slug in held
            gaps += found.status == "not-found"
            gaps_right += found.status == "not-found" and found.slug not in held
            if (found.status == "met") != (found.slug in held):
                faults[
                    f"{found.slug}: {found.status}, {found.evidence[0].url.rsplit('/', 1)[1] if found.evidence else ''}"
                ] += 1
    told("criteria of whole sites", right, wrong, missed)
    print(f"  gaps claimed: {gaps_right} of {gaps} right ({gaps_right / max(gaps, 1):.3f})")
    if VERBOSE:
        for fault, often in faults.most_common(30):
            print(
                f"   {often} {fault}: {examples[int(fault.rsplit(', ', 1)[1])].slug if fault[-1].isdigit() else ''}"
            )


def thin(examples: list[Passage], law: criteria.InForce) -> None:
    """Pages of few words: what names something is not called a gap, what recites the duty is not called met in part."""
    said = [criteria.of_page(page(each.text), law, TODAY).get(each.slug, "") for each in examples]
    named = [status for each, status in zip(examples, said, strict=True) if not each.neither]
    recited = [status for each, status in zip(examples, said, strict=True) if each.neither]
    print(f"  of few words: {sum(map(bool, named))} of {len(named)} are no gap;", end=" ")
    print(f"{recited.count('')} of {len(recited)} recitals are nothing")


def in_voice(examples: list[Passage], law: criteria.InForce) -> None:
    """Passages that meet a criterion, meet it in part, or only speak of it."""
    of_passages(examples, law)
    called: Counter[tuple[str, str]] = Counter()
    for example in examples:
        truth = "met" if example.meets else "partly" if example.partly else "not-found"
        said = criteria.of_page(page(example.text), law, TODAY).get(example.slug, "not-found")
        called[truth, said] += 1
    gaps = {truth: called[truth, "not-found"] for truth in ("met", "partly", "not-found")}
    claimed = max(sum(gaps.values()), 1)
    print(
        f"  gaps claimed: {gaps['not-found']} of {claimed} right, {gaps['not-found'] + gaps['partly']} not met;",
        end=" ",
    )
    print(f"{called['not-found', 'partly']} of what is not there called met in part")


def towns(seeds: range) -> None:
    """Whole audits, without a browser, of towns that meet some criteria, some in part, and leave others out."""
    right = wrong = missed = gaps = gaps_right = 0
    for seed in seeds:
        plan = Plan.varied(seed, awkward=False, traps=False, retry_after=1, scripted=0, today=TODAY)
        with Town(plan) as town, tempfile.TemporaryDirectory() as folder:
            asked = Asked(
                url=town.truth.offer_home,
                out=Path(folder),
                council_home=town.truth.council_home,
                delay=0,
                browser=False,
                allowed=tuple(town.allowed),
                today=TODAY,
            )
            report = Audit(asked).run()
        for found in report.criteria:
            truth = town.truth.criteria.get(found.slug)
            if not truth or found.slug in criteria.DECIDED_BY_CHECKS:
                continue
            right += found.status == "met" and "met" in truth.allowed
            wrong += found.status == "met" and "met" not in truth.allowed
            missed += found.status != "met" and truth.allowed == {"met"}
            gaps += found.status == "not-found"
            gaps_right += found.status == "not-found" and "not-found" in truth.allowed
            if VERBOSE and found.status not in truth.allowed:
                print(f"   {seed} {found.slug}: {truth.state}, called {found.status}")
    print(f"\n{len(seeds)} varied towns")
    told("criteria met", right, wrong, missed)
    print(f"  gaps claimed: {gaps_right} of {gaps} right ({gaps_right / max(gaps, 1):.3f})")


def told(what: str, right: int, wrong: int, missed: int) -> None:
    precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
    score = 2 * precision * recall / max(precision + recall, 1e-9)
    print(f"  {what}: precision {precision:.3f}, recall {recall:.3f}, F1 {score:.3f}")


def speed(law: criteria.InForce) -> None:
    """Over pages of some 600 words, ten passages long."""
    texts = [each.text.replace("# ", "## ", 1) for each in passages()]
    chance = random.Random(1)
    pages = [
        page("# SEND\n" + "\n".join(chance.sample(texts, 10)), f"{HOST}/{number}") for number in range(200)
    ]
    site = Site(f"{HOST}/0", TODAY, pages, Crawled(len(pages), is_complete=True))
    gather(criteria.matcher(law), site)
    began = time.process_time()
    gathered = gather(criteria.matcher(law), site)
    criteria.of_site(site, law, gathered=gathered)
    presence.of_site(site, gathered)
    took = (time.process_time() - began) / len(pages)
    counted = sum(len(each.text.split()) for each in pages) / len(pages)
    print(f"\n{1000 * took:.2f} ms of CPU a page of {counted:.0f} words, for criteria and presence together")


if __name__ == "__main__":
    main()
