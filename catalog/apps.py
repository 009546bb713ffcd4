from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The service catalogue: topics, services, organisations, offices and what belongs to them."""

    name = "catalog"
    verbose_name = "Dienste und Ämter"
