from localoffer.pages.moving import old_addresses
from localoffer.pages.moving.command import MovingCommand


class Command(MovingCommand):
    help = (
        "Have old addresses lead to pages and services of a council's site, from a CSV file or workbook with the "
        "columns old and new. Everything is looked at first: if one row is wrong, it says which, and nothing is "
        "written. Safe to run again."
    )
    given = "FILE"
    things = ("row", "rows")

    def weigh(self, path, authority):
        rows, problems = old_addresses.read(path.read_bytes())
        return old_addresses.plan(rows, authority, problems=problems)

    def in_words(self, made):
        return list(old_addresses.in_words(made))

    def carry_out(self, made):
        return old_addresses.done_in_words(old_addresses.carry_out(made))
