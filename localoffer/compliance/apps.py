from django.apps import AppConfig


class ComplianceConfig(AppConfig):
    name = "localoffer.compliance"
    default_auto_field = "django.db.models.BigAutoField"
