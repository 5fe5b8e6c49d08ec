"""Every address of the site, in the order they are tried."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from localoffer.pages.views import page

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("localoffer.ui.urls")),
    path("", include("localoffer.cms.urls")),
    path("", include("localoffer.finder.urls")),
    path("", include("localoffer.directory.urls")),
    path("", include("localoffer.voice.urls")),
    path("", include("localoffer.updates.urls")),
    path("", include("localoffer.pages.urls")),
    path("", include("localoffer.compliance.urls")),
    # Logos and pictures, for an installation with no web server of its own in front. Only pictures: documents
    # may be private, and Wagtail serves them itself.
    path("media/images/<path:path>", serve, {"document_root": settings.MEDIA_ROOT / "images"}),
    # In place of Wagtail's own of the same name
    re_path(wagtail_urls.serve_pattern, page, name="wagtail_serve"),
    path("", include(wagtail_urls)),
]
