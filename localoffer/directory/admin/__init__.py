"""The directory in Wagtail's admin: how officers edit services, organisations and places."""
