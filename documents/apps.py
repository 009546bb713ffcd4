from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save, pre_delete


class DocumentsConfig(AppConfig):
    """The document library: leaflets, forms and videos that people can really use."""

    name = "documents"
    verbose_name = "Dokumente"

    def ready(self):
        from migrado.editorial import states
        from migrado.links import registry as links

        from . import derived, models

        post_save.connect(derived.batch.saved, sender=models.Document)
        pre_delete.connect(derived.batch.deleted, sender=models.Document)
        for part in (models.FormField, models.Cue):
            post_save.connect(derived.part_changed, sender=part)
            post_delete.connect(derived.part_changed, sender=part)
        states.vouched.connect(derived.worth_changed)
        links.register(models.Document, "link")
        links.register(models.Document, "body", find=links.in_markdown)
        links.register(models.Edition, "url", of="document")
