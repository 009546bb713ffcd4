from django.apps import AppConfig
from django.db.models.signals import post_save, pre_delete


class DocumentsConfig(AppConfig):
    """The document library: leaflets, forms and videos that people can really use."""

    name = "documents"
    verbose_name = "Dokumente"

    def ready(self):
        from . import leaflets
        from .models import Document

        post_save.connect(leaflets.batch.saved, sender=Document)
        pre_delete.connect(leaflets.batch.deleted, sender=Document)
