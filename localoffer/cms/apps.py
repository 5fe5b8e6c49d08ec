from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "localoffer.cms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.core.checks import register

        from .checks import forms_route_worries, law_can_be_read
        from .signal_handlers import connect

        connect()
        register(forms_route_worries)
        register(law_can_be_read)
