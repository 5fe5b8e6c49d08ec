from django.apps import AppConfig


class VoiceConfig(AppConfig):
    name = "localoffer.voice"
    default_auto_field = "django.db.models.BigAutoField"
