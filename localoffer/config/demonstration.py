"""Settings for `./dev demo`: as a real installation has them, but for what needs a certificate or a build.

Errors and unknown addresses look as families would see them, since DEBUG is off.
"""

import os

os.environ["LOCALOFFER_DEBUG"] = ""
os.environ.setdefault("LOCALOFFER_HTTPS", "0")
os.environ.setdefault("LOCALOFFER_EMAIL_URL", "file:")
os.environ.setdefault("LOCALOFFER_LANGUAGES", "pl")

from localoffer.config.settings import *  # noqa: F403

DEMONSTRATION = True
# Static files straight from the apps, with no collectstatic first.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 0
