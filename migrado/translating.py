"""Registering translated fields with django-modeltranslation."""

from modeltranslation.translator import TranslationOptions, translator

from migrado import languages
from migrado.words import translated_fields

_own_words = {}


def translate(model, *fields, own_words=()):
    """Give each field of `model` a column per language. German is required where the field is.

    `own_words` are fields whose texts are written anew in each language and are no translations, such as search words.
    """
    fields = (*fields, *own_words)
    _own_words[model] = frozenset(own_words)
    required = tuple(field for field in fields if not model._meta.get_field(field).blank)
    options = {"fields": fields, "required_languages": {languages.SOURCE: required}}
    translator.register(model, type(f"{model.__name__}Translation", (TranslationOptions,), options))


def translated_models():
    """Every model with translated fields, in the order of their names."""
    models = [model for model in translator.get_registered_models(abstract=False) if not model._meta.proxy]
    return sorted(models, key=lambda model: model._meta.label_lower)


def source_fields(model):
    """The names of the fields whose texts are translations of the German ones."""
    own = _own_words.get(model, frozenset())
    return tuple(field for field in translated_fields(model) if field not in own)
