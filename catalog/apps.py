from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """The service catalogue: topics, services, organisations, offices and what belongs to them."""

    name = "catalog"
    verbose_name = "Dienste und Ämter"

    def ready(self):
        from migrado.editorial import terms
        from migrado.editorial.machine import protecting
        from migrado.links import registry as links

        from .models import GlossaryTerm, Link, Office, Organisation

        terms.register(GlossaryTerm, term="term", title="title", stays="stays_german")
        protecting.register(Organisation, "name")
        links.register(Link, "url", of="service")
        links.register(Office, "url")
        links.register(Organisation, "url")
