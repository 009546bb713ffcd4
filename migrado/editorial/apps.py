from django.apps import AppConfig
from django.db.models.signals import post_save, pre_delete

from migrado.translating import translated_models


class EditorialConfig(AppConfig):
    """What staff know of a record beside its words: where it comes from, how sure it is, who checked it."""

    name = "migrado.editorial"
    verbose_name = "Redaktion"

    def ready(self):
        from . import states

        for model in translated_models():
            post_save.connect(states.batch.saved, sender=model)
            pre_delete.connect(states.batch.deleted, sender=model)
            pre_delete.connect(states.forget, sender=model)
