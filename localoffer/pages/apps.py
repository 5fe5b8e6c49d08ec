from django.apps import AppConfig
from django.db.models.signals import post_migrate


def make_languages(using, **kwargs):
    """After a migration: a record of each language that pages may be translated into (LOCALOFFER_LANGUAGES)."""
    from wagtail.coreutils import get_content_languages
    from wagtail.models import Locale

    for code in get_content_languages():
        Locale.objects.using(using).get_or_create(language_code=code)


class PagesConfig(AppConfig):
    name = "localoffer.pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from localoffer.finder.shortlist.models import Kind
        from localoffer.finder.shortlist.things import READERS

        from . import kept, tree
        from .moving import back_again
        from .starter import footer
        from .timeline import kept as kept_dates

        READERS[Kind.DATE] = kept_dates.read
        READERS[Kind.PAGE] = kept.read
        tree.connect()
        footer.connect()
        back_again.connect()
        post_migrate.connect(make_languages, sender=self)
