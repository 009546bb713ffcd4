from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class SearchConfig(AppConfig):
    """Finding: one index over everything that visitors may see."""

    name = "migrado.search"
    label = "search"
    verbose_name = "Suche"

    def ready(self):
        from . import indexing

        post_save.connect(indexing.object_saved, dispatch_uid="search_saved")
        post_delete.connect(indexing.object_deleted, dispatch_uid="search_deleted")
