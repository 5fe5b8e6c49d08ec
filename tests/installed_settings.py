"""Settings of the installation that tests start as an operator would: they come from the environment alone."""

import os

os.environ["LOCALOFFER_DEBUG"] = ""

from localoffer.config.settings import *  # noqa: F403

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
STATIC_ROOT = None  # nothing is collected for a test
