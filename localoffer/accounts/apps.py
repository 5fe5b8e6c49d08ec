from django.apps import AppConfig
from wagtail.admin.apps import WagtailAdminAppConfig


class AccountsConfig(AppConfig):
    name = "localoffer.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .signal_handlers import connect

        connect()


class AdminConfig(WagtailAdminAppConfig):
    """Wagtail's admin, whose letters about drafts are ours: installed in place of `wagtail.admin`."""

    def ready(self) -> None:
        super().ready()

        from .notices import replace_wagtails

        replace_wagtails()
