"""Django, started once in the process that those of `processes.py` are forked from, with no database looked at yet."""

import os
import tempfile
from importlib import import_module
from pathlib import Path

from localoffer import cli

from .processes import environment

os.environ |= environment(Path(tempfile.gettempdir()) / "none" / "each-process-has-its-own.sqlite3")
cli.start_django()

from django.conf import settings  # noqa: E402

import_module(settings.ROOT_URLCONF)  # which every command checks, and which imports nearly all that there is
