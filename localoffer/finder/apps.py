from django.apps import AppConfig


class FinderConfig(AppConfig):
    name = "localoffer.finder"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import labels, signals
        from .found_pages import signals as found_pages

        signals.connect()
        found_pages.connect()
        labels.connect()
