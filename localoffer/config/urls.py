"""Every address of the site, in the order they are tried."""

from django.conf import settings
from django.conf.urls.static import static
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("localoffer.ui.urls")),
    path("", include("localoffer.cms.urls")),
    path("", include("localoffer.finder.urls")),
    path("", include("localoffer.directory.urls")),
    path("", include("localoffer.pages.urls")),
    *(static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT) if settings.DEBUG else []),
    path("", include(wagtail_urls)),
]
