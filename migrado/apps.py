from django.apps import AppConfig


class MigradoConfig(AppConfig):
    """The ground floor: what every app stands on."""

    name = "migrado"
