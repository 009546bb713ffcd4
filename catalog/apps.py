from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The service catalogue: topics, services, organisations, offices and what belongs to them."""

    name = "catalog"
    verbose_name = "Dienste und Ämter"

    def ready(self):
        from migrado.editorial import terms
        from migrado.editorial.machine import protecting

        from .models import GlossaryTerm, Organisation

        terms.register(GlossaryTerm, term="term", title="title", stays="stays_german")
        protecting.register(Organisation, "name")
