from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Per-language pages: about the portal, imprint, privacy, accessibility."""

    name = "migrado.pages"
    verbose_name = "Seiten"

    def ready(self):
        from migrado.links import registry as links

        from .models import Page

        links.register(Page, "body", find=links.in_markdown)
