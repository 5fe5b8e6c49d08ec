from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "localoffer.directory"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import signal_handlers

        signal_handlers.connect()
