"""The WSGI entry point: `gunicorn localoffer.config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "localoffer.config.settings")
application = get_wsgi_application()
