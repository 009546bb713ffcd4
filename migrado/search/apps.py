from functools import partial

from django.apps import AppConfig
from django.db.models.signals import post_save, pre_delete
from django.utils.module_loading import autodiscover_modules


class SearchConfig(AppConfig):
    """Finding: one index over everything that visitors may see."""

    name = "migrado.search"
    label = "search"
    verbose_name = "Suche"

    def ready(self):
        from . import indexing
        from .registry import searchables

        autodiscover_modules("searchables")
        # Per model: a receiver for all senders would keep Django from deleting in one statement.
        for searchable in searchables().values():
            post_save.connect(indexing.batch.saved, sender=searchable.model)
            pre_delete.connect(indexing.batch.deleted, sender=searchable.model)
            pre_delete.connect(indexing.forget, sender=searchable.model)
            for model, relation in searchable.depends_on:
                post_save.connect(partial(indexing.related_saved, relation), sender=model, weak=False)
