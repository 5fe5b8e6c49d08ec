from django.apps import AppConfig


class PagesConfig(AppConfig):
    name = "localoffer.pages"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from localoffer.finder.shortlist.models import Kind
        from localoffer.finder.shortlist.things import READERS

        from . import tree
        from .timeline import kept

        READERS[Kind.DATE] = kept.read
        tree.connect()
