from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The service catalogue: topics, services, organisations, offices and what belongs to them."""

    name = "catalog"
    verbose_name = "Dienste und Ämter"

    def ready(self):
        from migrado.editorial import terms

        from .models import GlossaryTerm

        terms.register(GlossaryTerm, term="term", title="title", stays="stays_german")
