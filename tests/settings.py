"""Settings for tests: a real installation's, without the certificate and the built static files."""

import os
import tempfile

_data = tempfile.TemporaryDirectory(prefix="localoffer-tests-", ignore_cleanup_errors=True)
os.environ |= {
    "LOCALOFFER_DATA_DIR": _data.name,
    "LOCALOFFER_DEBUG": "",
    "LOCALOFFER_HTTPS": "0",
    "LOCALOFFER_LANGUAGES": "pl, ar",
    "LOCALOFFER_SECRET_KEY": "only-for-tests-" + "x" * 50,
}
# Playwright drives the browser from an event loop of its own, beside which the tests use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from localoffer.config.settings import *  # noqa: F403

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # passwords of people who do not exist
# Each thread of the live server has its own; kept open they would outlive the database of their test.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
# What these hold is gone with the run: nobody waits for a disk.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["OPTIONS"]["init_command"] += " PRAGMA synchronous = OFF;"  # noqa: F405
else:
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"  # noqa: F405
SEARCHES_WRITTEN_AFTER = 0  # tests write them when they look
