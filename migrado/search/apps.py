from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save
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
            post_save.connect(indexing.object_saved, sender=searchable.model)
            post_delete.connect(indexing.object_deleted, sender=searchable.model)
