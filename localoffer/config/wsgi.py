"""The WSGI entry point: `gunicorn localoffer.config.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

from localoffer.duties import shipped

# Django's checks do not run here. Where a file of the law is broken the site does not start, and says file and line
shipped.read_all()

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "localoffer.config.settings")
application = get_wsgi_application()

from localoffer.cms.crisis import detector  # noqa: E402
from localoffer.finder import sentences  # noqa: E402

# A second or two, before anybody waits for it: the first who searches may be the one who needs it
detector.make_ready()
sentences.shipped()
