"""Settings for measurements: a real installation's, without the certificate and the built static files."""

from localoffer.config.settings import *  # noqa: F403

STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}  # noqa: F405
ROOT_URLCONF = "bench._urls"
