"""The `localoffer` command. Its verbs load what they need only when called, so that plain ones need no Django."""

from __future__ import annotations

import sys

# Nothing else here: until `main` is called, Ctrl-C can only end in Python's own words
TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# verb -> (the Django command that does it, what it is for). Each command's own help lives with its app.
DJANGO_VERBS = {
    "load-places": ("load_places", "load the councils and postcodes of England"),
    "serve-council": ("serve_council", "give a council its site, on a host"),
    "start-council": (
        "start_council",
        "give a council a draft of every page it needs, with blanks to fill in",
    ),
    "import": ("import_services", "bring in services from a CSV file or an Open Referral UK feed"),
    "find": ("find", "ask the finder a question, as the search box does"),
    "old-addresses": ("old_addresses", "have a council's old addresses lead to its pages and services"),
    "import-pages": ("import_pages", "bring pages of another system into a council's site, as drafts"),
    "index": ("index", "check the finder's index against the records, or rebuild it"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return the exit status: 0 when done, 1 for problems found, 2 for what was not understood,
    130 for an audit that was stopped."""
    arguments = sys.argv[1:] if argv is None else list(argv)
    if arguments[:1] == ["audit"]:
        return _audit(arguments[1:])
    import argparse

    from localoffer import __version__

    parser = argparse.ArgumentParser(prog="localoffer", description="The SEND Local Offer.")
    parser.add_argument("--version", action="version", version=f"localoffer {__version__}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", title="verbs")
    for verb, (_command, purpose) in DJANGO_VERBS.items():
        # The app's own command answers --help, so none is added here.
        verbs.add_parser(verb, help=purpose, add_help=False)
    verbs.add_parser("audit", help="inspect any Local Offer website against the duties", add_help=False)
    verbs.add_parser("duties", help="check, list and show what the law asks of a Local Offer", add_help=False)
    running = verbs.add_parser(
        "run",
        help="serve the site, with its worker and clock, for a small installation",
        description="Starts the web server, a worker (slow work) and the clock (scheduled publishing, nightly work) "
        "together; SIGTERM or Ctrl-C ends all, and when one dies the others are stopped too.",
    )
    running.add_argument("--bind", default="127.0.0.1:8000", metavar="HOST:PORT", help="where to listen")
    running.add_argument("--workers", type=int, default=2, help="web processes (2)")
    running.add_argument("--threads", type=int, default=4, help="threads in each of them (4)")
    options, rest = parser.parse_known_args(arguments)

    if not options.verb:
        parser.print_help()
        return 2
    if options.verb == "audit":
        return _audit(rest)
    if options.verb == "duties":
        from localoffer.duties import command

        return command.main(rest)
    if options.verb == "run":
        if rest:
            running.error(f"unrecognised: {' '.join(rest)}")
        import os

        os.environ.setdefault("LOCALOFFER_WORKER", "1")
        start_django()
        from localoffer.config import running as site

        return site.run(bind=options.bind, workers=options.workers, threads=options.threads)
    return run_django_command(DJANGO_VERBS[options.verb][0], options.verb, rest)


def _audit(arguments: Sequence[str]) -> int:
    from localoffer.auditor.stopping import while_loading

    with while_loading():
        from localoffer.auditor import command

        return command.main(arguments)


def start_django() -> None:
    """Make Django ready, or say what to install."""
    import os
    from importlib.util import find_spec

    if find_spec("django") is None or find_spec("wagtail") is None:
        sys.exit('This needs the web site\'s packages. Install them with: pip install "localoffer[site]"')
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "localoffer.config.settings")
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        sys.exit(f"localoffer is not set up yet. {error}")


def run_django_command(command: str, verb: str, arguments: Sequence[str]) -> int:
    """Hand the arguments to a Django command as they are; its help calls itself by our verb."""
    start_django()
    from django.core.management import CommandError, get_commands, load_command_class

    app = get_commands().get(command)
    if app is None:
        sys.exit(f"This installation has no command {command}, which `localoffer {verb}` needs.")
    doer = load_command_class(app, command)
    # One lookup: prog is made of these two, "localoffer import" instead of "manage.py import_services".
    parser = doer.create_parser("localoffer", verb)
    parser.prog = f"localoffer {verb}"
    options = vars(parser.parse_args(list(arguments)))
    args = options.pop("args", ())
    try:
        doer.execute(*args, **options)
    except CommandError as error:
        if options.get("traceback"):
            raise
        print(f"{error.__class__.__name__ if error.returncode != 1 else 'Error'}: {error}", file=sys.stderr)
        return int(error.returncode)
    return 0


if __name__ == "__main__":
    sys.exit(main())
