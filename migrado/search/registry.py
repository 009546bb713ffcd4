"""Which models can be found, by which of their texts. An app names its own in `searchables.py`."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models

from migrado import languages
from migrado.words import translated_fields

WEIGHTS = {"title": 4, "keywords": 4, "body": 1}
"""How much a word counts in each part of an object; measured, see docs/adr."""

OFTEN_ASKED = 1.1
"""By how much an object that people often need goes ahead of others."""


@dataclass(frozen=True)
class Searchable:
    """A model and the fields that people find it by.

    A translated field is searched in every language; any other field, or path such as "place.street", is German.
    `label` heads its group, `order` is the group's place; `template` shows a hit and takes object, level and reason.
    `more(instance, code)` gives further texts in a language, such as those of its parts and files: for the index alone,
    as they may be long.
    `prefetch(queryset, code)` adds what the template needs. `often_asked` names a yes/no field: such objects go ahead
    of others that match nearly as well. `depends_on` holds pairs of another model and the name of its relation to these
    objects, which are indexed again when it is saved.
    """

    model: type[models.Model]
    label: str
    order: int
    template: str
    title: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    more: Callable | None = None
    often_asked: str = ""
    depends_on: tuple[tuple[type[models.Model], str], ...] = ()
    related: tuple[str, ...] = ()
    prefetch: Callable = lambda queryset, code: queryset

    def published(self):
        """What can be found."""
        return self.model._default_manager.published().select_related(*self.related)

    def load(self, pks, code):
        """{pk: object} of those that are still published, with what a hit shows."""
        return self.prefetch(self.published(), code).in_bulk(pks)

    @property
    def name(self):
        """Its name in addresses, such as "service"."""
        return self.model._meta.model_name

    @property
    def kind(self):
        """The name of its items in the index."""
        return self.model._meta.label_lower

    def factor(self, instance):
        """By how much the scores of an object count more than others'."""
        return OFTEN_ASKED if self.often_asked and getattr(instance, self.often_asked) else 1

    def fields(self, part):
        """The field names of a part: "title", "keywords" or "body"."""
        return getattr(self, part)

    def texts(self, instance, code):
        """{part: [texts]} of what an object says itself in one language, without empty texts."""
        found = {part: self._part(instance, part, languages.get(code)) for part in WEIGHTS}
        return {part: texts for part, texts in found.items() if texts}

    def all_texts(self, instance, code):
        """The same with `more`, as the index reads it."""
        found = self.texts(instance, code)
        more = self.more(instance, code) if self.more else []
        return found | {"body": found.get("body", []) + more} if more else found

    def _part(self, instance, part, language):
        translated = translated_fields(self.model)
        names = [
            f"{field}_{language.column}" if field in translated else field
            for field in self.fields(part)
            if field in translated or language.code == languages.SOURCE
        ]
        return [text for name in names if (text := _value(instance, name))]


_registered = {}


def register(model, **options):
    """Make a model searchable."""
    searchable = Searchable(model, **options)
    _registered[searchable.kind] = searchable


def searchables():
    """Kind to `Searchable` of every registered model, in the order of the results."""
    return dict(sorted(_registered.items(), key=lambda pair: pair[1].order))


def searchable_of(model):
    """The `Searchable` of a registered model."""
    return _registered[model._meta.label_lower]


def _value(instance, path):
    for step in path.split("."):
        instance = getattr(instance, step, None)
    return instance or ""
