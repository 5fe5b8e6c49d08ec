"""How much CPU the checks of a page take. Run it with: ./dev bench audit_checks

A page of 1,000 words is made of sentences as councils write them, with dates, numbers, links and a few faults. Each
check is timed by itself, in CPU of this process, beside one pass of a plain regular expression over the same text.
"""

import re
import time
from datetime import date, timedelta

from localoffer.auditor import checks
from localoffer.auditor.values import Contact, DateSaid, Heading, Image, Link, Page

TODAY = date(2026, 11, 26)
PAGES = 200
SENTENCES = (
    "You can ask for a short break if your child is disabled and lives in the county.",
    "Ring the team on 01234 567890 between 9am and 5pm, or write to send@fenbridge.gov.uk at any time.",
    "The Children and Families Act 2014 says that every council must publish its Local Offer.",
    "An education, health and care (EHC) plan sets out the help a child or young person needs.",
    "In 2023 we asked families what they thought, and 312 of them told us about transport.",
    "The next drop-in is on Tuesday 12 January 2027 at the library, and everybody is welcome.",
    "Speech and language therapists work with schools, and parents may refer a child themselves.",
    "Bring your child's red book, any letters you have, and a list of what you would like to ask.",
    "Schools should notice early when a child finds something hard, and talk with you about it.",
    "A key worker can help your family to plan, and stays with you until things are in place.",
    "There is parking for blue badge holders beside the door, a changing place and a quiet room.",
    "Young people over 16 can come by themselves, and nobody will tell their parents without asking.",
    "If you do not agree with a decision, mediation is free and somebody independent will help you.",
    "Each session costs £6, and a carer comes in for nothing.",
    "The CCG pays for nursing in special schools, and term dates 2021/22 are on the website.",
)
WORDS = 1000
PLAIN = re.compile(r"\b[a-z]+ing\b")


def page(number: int) -> Page:
    """A page of 1,000 words; each begins elsewhere, so that no two are alike."""
    lines: list[str] = []
    at = number
    while sum(line.count(" ") + 1 for line in lines) < WORDS:
        lines.append(" ".join(SENTENCES[(at + step) % len(SENTENCES)] for step in range(3)))
        at += 3
    url = f"https://localoffer.example/topic-{number}"
    return Page(
        url=url,
        status=200,
        type="html",
        title=f"Short breaks {number}",
        language="en-GB",
        text="\n".join(lines),
        paragraphs=tuple(lines),
        headings=tuple(Heading(1 if not each else 2, f"Part {each}") for each in range(8)),
        links=tuple(Link(f"{url}/{each}", f"Link number {each}") for each in range(80)),
        images=tuple(Image(f"/{each}.jpg", "A child") for each in range(6)),
        dates=(DateSaid("reviewed", TODAY - timedelta(days=90), "Last reviewed: 28 August 2026"),),
        contacts=(Contact("phone", "01234 567890"), Contact("email", "send@fenbridge.gov.uk")),
        viewport="width=device-width",
    )


def main() -> None:
    pages = [page(number) for number in range(PAGES)]
    plain = _cpu(lambda each: PLAIN.findall(each.text), pages)
    print(f"{PAGES} pages of {WORDS:,} words; one plain pass over a text takes {plain * 1000:.3f} ms")
    total = 0.0
    for check in checks.every():
        if check.of_page:
            of_page = check.of_page
            # As the check stage does: only over the pages it is about
            concerned = check.concerns
            took = _cpu(
                lambda each, of_page=of_page, concerned=concerned: (
                    list(of_page(each, TODAY)) if concerned(each) else []
                ),
                pages,
            )
            total += took
            print(f"{check.name:24} {took * 1000:7.3f} ms a page   {took / plain:6.1f} plain passes")
    print(
        f"{'all':24} {total * 1000:7.3f} ms a page   {total / plain:6.1f} plain passes   (5 ms is the limit)"
    )


def _cpu(work, pages) -> float:
    work(pages[0])  # what is read once is read
    started = time.process_time()
    for each in pages:
        work(each)
    return (time.process_time() - started) / len(pages)


if __name__ == "__main__":
    main()
