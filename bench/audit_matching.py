"""How well the auditor tells whether a site is a Local Offer and which criteria it meets; and how fast.

Run it with: ./dev bench audit_matching. Half of the examples were set aside until the end; both halves are told.
"""

import random
import sys
import time
from collections import Counter

from localoffer.auditor.matching import criteria, presence
from localoffer.auditor.matching.gathering import gather
from localoffer.auditor.sites import Site
from localoffer.auditor.values import Crawled
from localoffer.duties import loading
from tests.auditor.matching.examples import HOST, TODAY, Passage, page, passages, sites

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
    speed(law)


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
