from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class PlacesConfig(AppConfig):
    name = "localoffer.places"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.models import Site

        from . import hosts
        from .models import Authority, AuthoritySite

        for model in (Site, AuthoritySite, Authority):
            for signal in (post_save, post_delete):
                signal.connect(hosts.forget, sender=model, dispatch_uid=f"places_forget_{model.__name__}")
