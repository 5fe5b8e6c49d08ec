from localoffer.cms.readiness.checks import in_words
from localoffer.pages.moving import pages
from localoffer.pages.moving.command import MovingCommand


class Command(MovingCommand):
    help = (
        "Bring pages of another system into a council's site as drafts: from a sheet (title, address, summary, html, "
        "topic, owner, review months, duties), or from a folder or zip file of HTML files. Everything is looked at "
        "first: if one page is wrong, it says which, and nothing is written. Safe to run again."
    )
    given = "SHEET_OR_FOLDER"
    things = ("thing", "things")

    def weigh(self, path, authority):
        sources, problems = pages.read(path)
        return pages.plan(sources, authority, problems=problems)

    def in_words(self, made):
        return [
            pages.in_words(made),
            *(
                f"Before “{source.title}” is published: {in_words(problems)}"
                for source, problems in pages.ready(made)
                if problems
            ),
        ]

    def carry_out(self, made):
        drafts, lost = pages.carry_out(made)
        self.say(lost)
        return pages.done_in_words(drafts)
