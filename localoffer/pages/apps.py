from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "localoffer.pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from localoffer.finder.shortlist.models import Kind
        from localoffer.finder.shortlist.things import READERS

        from . import kept, tree
        from .timeline import kept as kept_dates

        READERS[Kind.DATE] = kept_dates.read
        READERS[Kind.PAGE] = kept.read
        tree.connect()
