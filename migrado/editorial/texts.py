"""The texts of one object in German and in one other language: what the desk shows, files exchange, a machine makes."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import translation

from migrado import languages
from migrado.fields import LinesField
from migrado.translating import source_fields, translated_models

from . import states, terms
from .content_check import faults_of_all
from .models import State, TranslationState


@dataclass(frozen=True)
class Pair:
    """One field of an object: the German and its translation. `has_lines` says that each line stands for itself."""

    field: str
    label: str
    german: str
    text: str
    has_lines: bool
    is_long: bool


class ConflictError(Exception):
    """Somebody else has changed the texts, or their German, since they were read. `unit` holds those of now."""

    def __init__(self, unit):
        super().__init__(f"{unit.ref} has changed")
        self.unit = unit


class Unit:
    """The texts of one object for one language. Fields without German are left out: they have nothing to translate."""

    def __init__(self, instance, code):
        self.instance = instance
        self.language = languages.get(code)

    @property
    def ref(self):
        """The object's name in addresses and files, as in "catalog.service.12"."""
        return f"{self.instance._meta.label_lower}.{self.instance.pk}"

    @property
    def kind(self):
        """What the object is, in German."""
        return str(self.instance._meta.verbose_name)

    @property
    def title(self):
        """What the object is called, in German."""
        with translation.override(languages.SOURCE):
            return str(self.instance)

    @cached_property
    def pairs(self):
        """The `Pair`s, in the model's order."""
        found = []
        for name in source_fields(type(self.instance)):
            german = getattr(self.instance, f"{name}_{languages.get(languages.SOURCE).column}") or ""
            text = getattr(self.instance, f"{name}_{self.language.column}") or ""
            if german:
                field = self.instance._meta.get_field(name)
                is_long = field.get_internal_type() == "TextField"
                found.append(Pair(name, str(field.verbose_name), german, text, isinstance(field, LinesField), is_long))
        return found

    @property
    def german_digest(self):
        """The digest of the German of now; see `states.digest`."""
        return states.digest(self.instance, languages.SOURCE)

    @property
    def seen(self):
        """What somebody has seen who saw this: a digest of the German and of the translation."""
        both = self.german_digest + states.digest(self.instance, self.language.code)
        return hashlib.sha256(both.encode()).hexdigest()[:16]

    @cached_property
    def german_before(self):
        """{field: text} of the German that the translation was made from; empty if it is still the German of now."""
        return states.german_of(self.state) if self.state and self.state.is_outdated else {}

    @cached_property
    def state(self):
        """The `TranslationState` of the translation, with `is_outdated`; None if there is none."""
        rows = TranslationState.objects.of(type(self.instance)).with_outdated().select_related("by")
        return rows.filter(object_id=self.instance.pk, language=self.language.code).first()

    def faults(self, texts, official=None):
        """What the content check finds in `texts`, {field: text}: {field: [messages]}, empty if nothing.

        Many units are looked at with one query if the `official` terms come along.
        """
        pairs = {pair.field: (pair.german, texts.get(pair.field, pair.text)) for pair in self.pairs}
        official = terms.known(self.language.code) if official is None else official
        found = faults_of_all(pairs, self.language, official)
        return {name: messages for name, messages in found.items() if name in texts}


def find(ref, code):
    """The `Unit` of a reference. Raises LookupError if there is no such object, or it has no translations."""
    label, _, pk = ref.rpartition(".")
    try:
        model = apps.get_model(label)
        instance = model._base_manager.filter(pk=int(pk)).first() if model in translated_models() else None
    except (LookupError, ValueError, OverflowError) as error:
        raise LookupError(ref) from error
    if instance is None or code not in states.TRANSLATIONS:
        raise LookupError(ref)
    return Unit(instance, code)


@transaction.atomic
def write(unit, texts, *, seen, by=None, state=State.HUMAN):
    """Write translations, {field: text}, and note who vouches for them; gives the `Unit` as it is then.

    Raises `ConflictError` if somebody has written since `seen`, ValidationError ({column: messages}) for a text that
    the field cannot hold; then nothing is written.
    """
    model = type(unit.instance)
    instance = model._base_manager.select_for_update().get(pk=unit.instance.pk)
    code = unit.language.code
    fresh = Unit(instance, code)
    if fresh.seen != seen:
        raise ConflictError(fresh)
    unknown = texts.keys() - {pair.field for pair in fresh.pairs}
    if unknown:
        raise ValidationError(dict.fromkeys(unknown, "Dieses Feld hat hier keinen deutschen Text."))
    written = {f"{name}_{unit.language.column}": text.strip() for name, text in texts.items()}
    for column, text in written.items():
        setattr(instance, column, text or None)
    instance.clean_fields(exclude={field.name for field in model._meta.fields} - written.keys())
    with states.written_by(by, state=state):
        instance.save(update_fields=list(written))
    states.vouch(instance, code, state, by)
    return Unit(instance, code)
