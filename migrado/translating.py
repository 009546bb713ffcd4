"""Registering translated fields with django-modeltranslation."""

from modeltranslation.translator import TranslationOptions, translator

from migrado import languages


def translate(model, *fields):
    """Give each field of `model` a column per language. German is required where the field is."""
    required = tuple(field for field in fields if not model._meta.get_field(field).blank)
    options = {"fields": fields, "required_languages": {languages.SOURCE: required}}
    translator.register(model, type(f"{model.__name__}Translation", (TranslationOptions,), options))
