from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """The document library. Its models come with leaflets, forms and videos."""

    name = "documents"
    verbose_name = "Dokumente"
