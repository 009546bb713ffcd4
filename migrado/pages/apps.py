from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Per-language pages: about the portal, imprint, privacy, accessibility."""

    name = "migrado.pages"
    verbose_name = "Seiten"
