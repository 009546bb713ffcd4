from django.apps import AppConfig


class EditorialConfig(AppConfig):
    """What staff know of a record beside its words: where it comes from, how sure it is, who checked it."""

    name = "migrado.editorial"
    verbose_name = "Redaktion"
