from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "localoffer.accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from .signal_handlers import connect

        connect()
