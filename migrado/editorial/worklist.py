"""What is left to translate into a language, the most important first."""

from dataclasses import dataclass
from itertools import chain, islice

from django.apps import apps

from migrado import languages
from migrado.search import registry
from migrado.translating import translated_models

from . import states
from .texts import Unit

WHICH = {"missing": "fehlt", "outdated": "veraltet", "machine": "maschinell", "all": "alle"}
"""What a work list may hold: key to its German name. What matters most comes first."""


@dataclass(frozen=True)
class Selection:
    """The texts of all models, or of one (`label`, as in "catalog.service"), that a language lacks or should look at.

    Raises LookupError for a language, a model or a choice that there is none of.
    """

    code: str
    which: str = "missing"
    label: str = ""

    def __post_init__(self):
        labels = {model._meta.label_lower for model in translated_models()}
        if self.code not in states.TRANSLATIONS or self.which not in WHICH or self.label not in labels | {""}:
            raise LookupError(f"{self.code} {self.which} {self.label}")

    @property
    def language(self):
        """The language that is translated into."""
        return languages.get(self.code)

    def querysets(self):
        """One queryset per model, the most important model first; in each, what people often need."""
        models = [apps.get_model(self.label)] if self.label else sorted(translated_models(), key=_importance)
        return [self._queryset(model) for model in models]

    def _queryset(self, model):
        chosen = states.translatable(model) if self.which == "all" else getattr(states, self.which)(model, self.code)
        parents = [field.name for field in model._meta.fields if field.many_to_one]
        return chosen.select_related(*parents).order_by(*_order(model))

    def count(self):
        """How many objects there are."""
        return sum(queryset.count() for queryset in self.querysets())

    def units(self, start=0, stop=None):
        """The `Unit`s, or a slice of them, read model by model."""
        found = chain.from_iterable(queryset.iterator(chunk_size=200) for queryset in self.querysets())
        return (Unit(instance, self.code) for instance in islice(found, start, stop))


def _importance(model):
    """Services first, then what else people find by search, then what belongs to those."""
    searchable = registry.searchables().get(model._meta.label_lower)
    return (searchable.order if searchable else 100, model._meta.label_lower)


def _order(model):
    searchable = registry.searchables().get(model._meta.label_lower)
    often_asked = [f"-{searchable.often_asked}"] if searchable and searchable.often_asked else []
    return [*often_asked, *model._meta.ordering, "pk"]
