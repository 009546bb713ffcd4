from django.apps import AppConfig


class LinksConfig(AppConfig):
    """Outside links: which there are, whether they still lead somewhere, and where they stand."""

    name = "migrado.links"
    verbose_name = "Links"
