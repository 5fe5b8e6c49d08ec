from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "localoffer.cms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .signal_handlers import connect

        connect()
