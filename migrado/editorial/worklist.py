"""What is left to translate into a language, the most important first."""

from dataclasses import dataclass
from itertools import chain, islice

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from migrado import languages
from migrado.search import registry
from migrado.translating import translated_models

from . import states
from .models import State, TranslationState
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

    def next_ref(self, ref):
        """The reference of the object after this one, the first again after the last; None if there is no other."""
        refs = [
            f"{queryset.model._meta.label_lower}.{pk}"
            for queryset in self.querysets()
            for pk in queryset.values_list("pk", flat=True)
        ]
        at = refs.index(ref) if ref in refs else -1
        others = [other for other in refs[at + 1 :] + refs[: max(at, 0)] if other != ref]
        return others[0] if others else None

    def counts(self):
        """{which: number of objects} of every work list of this language and model."""
        rows = TranslationState.objects.all()
        if self.label:
            rows = rows.of(apps.get_model(self.label))
        own = rows.filter(language=self.code)
        return {
            "missing": Selection(self.code, "missing", self.label).count(),
            "outdated": own.outdated().count(),
            "machine": own.filter(state=State.MACHINE).count(),
            "all": rows.filter(language=languages.SOURCE).count(),
        }


def read_states(units):
    """The units as a list, their states read with one query."""
    units = list(units)
    types = {type(unit.instance): ContentType.objects.get_for_model(type(unit.instance)) for unit in units}
    conditions = Q(pk__in=[])
    for model, content_type in types.items():
        pks = [unit.instance.pk for unit in units if type(unit.instance) is model]
        conditions |= Q(content_type=content_type, object_id__in=pks, language=units[0].language.code)
    rows = TranslationState.objects.filter(conditions).with_outdated().select_related("by")
    known = {(row.content_type_id, row.object_id): row for row in rows}
    for unit in units:
        unit.state = known.get((types[type(unit.instance)].pk, unit.instance.pk))
    return units


def _importance(model):
    """Services first, then what else people find by search, then what belongs to those."""
    searchable = registry.searchables().get(model._meta.label_lower)
    return (searchable.order if searchable else 100, model._meta.label_lower)


def _order(model):
    searchable = registry.searchables().get(model._meta.label_lower)
    often_asked = [f"-{searchable.often_asked}"] if searchable and searchable.often_asked else []
    return [*often_asked, *model._meta.ordering, "pk"]
