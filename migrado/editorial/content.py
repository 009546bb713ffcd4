"""Starter content: what a record looks like in a file and in the database, and the way between the two.

An app names its kinds of records in `content_kinds.py`. A kind is a model and a file; everything else follows from the
model: plain fields by name, foreign keys and many-to-many relations by the other record's key, children as a list,
texts under their language code:

    key: wohngeld
    topic: housing
    legal_basis: [§ 19 WoGG]
    responsibilities:
    - office: wohngeldstelle
      de: {explanation: Hier stellen Sie den Antrag.}
    de:
      title: Wohngeld
"""

import datetime
import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from django.apps import apps
from django.db import models
from django.utils.module_loading import import_string, module_has_submodule

from migrado import languages
from migrado.fields import LinesField
from migrado.words import columns, translated_fields

# Never in a file: what staff and the database say of a record.
_OUTSIDE = {"id", "checked_at", "checked_by"}


@dataclass(frozen=True)
class Shape:
    """A model seen as a record of a file. `outside` are attributes that files do not hold."""

    model: type[models.Model]
    outside: frozenset[str] = frozenset()

    @cached_property
    def fields(self):
        """Name to field: plain fields, foreign keys and many-to-many relations, without translated ones."""
        meta = self.model._meta
        texts = {*translated_fields(self.model), *columns(self.model)}
        skipped = texts | _OUTSIDE | self.outside
        return {field.name: field for field in (*meta.fields, *meta.many_to_many) if field.name not in skipped}

    @cached_property
    def columns(self):
        """The columns of the translated fields."""
        return columns(self.model)

    @cached_property
    def line_columns(self):
        """The columns whose text is written as a list."""
        return {name for name in self.columns if isinstance(self.model._meta.get_field(name), LinesField)}

    def read(self, instance):
        """The attributes of an instance, as plain values that compare and serialise."""
        values = {name: plain(field, instance) for name, field in self.fields.items()}
        return values | {name: getattr(instance, name) or "" for name in self.columns}

    def to_file(self, values):
        """Plain values as they stand in a file: nothing empty, lists as lists, texts by language."""
        entry = {
            name: _listed(field, values[name])
            for name, field in self.fields.items()
            if name in values and values[name] != empty(field)
        }
        for language in _file_order():
            texts = {field: values.get(f"{field}_{language.column}") for field in translated_fields(self.model)}
            texts = {
                field: text.splitlines() if f"{field}_{language.column}" in self.line_columns else text
                for field, text in texts.items()
                if text
            }
            if texts:
                entry[language.code] = texts
        return entry


@dataclass(frozen=True)
class Kind(Shape):
    """A model with its file, or with its folder of one file per record."""

    path: Path | None = None
    children: tuple[tuple[str, str], ...] = ()
    """(related name, its foreign key back) of the models that are written inside this one."""

    @property
    def name(self):
        """What the kind is called in messages and in the ledger: the file's name."""
        return self.path.stem

    @cached_property
    def key_field(self):
        """The name of the field that holds the key."""
        return key_field(self.model)

    @cached_property
    def child_shapes(self):
        """Related name to `Shape`."""
        shapes = {}
        for name, back in self.children:
            model = self.model._meta.get_field(name).related_model
            shapes[name] = Shape(model, frozenset({back, "order"}))
        return shapes

    def read(self, instance):
        """The attributes of an instance and of its children."""
        values = super().read(instance)
        for name, shape in self.child_shapes.items():
            values[name] = [shape.read(child) for child in getattr(instance, name).all()]
        return values

    def to_file(self, values):
        """Plain values as they stand in a file, children before texts."""
        entry = super().to_file(values)
        texts = {code: entry.pop(code) for code in languages.CODES if code in entry}
        for name, shape in self.child_shapes.items():
            if values.get(name):
                entry[name] = [shape.to_file(child) for child in values[name]]
        return entry | texts


def key_field(model):
    """The name of the field by which other records name a record of `model`."""
    return "key" if any(field.name == "key" for field in model._meta.fields) else "code"


def kinds():
    """All kinds, in the order in which they must be loaded."""
    found = []
    for config in apps.get_app_configs():
        if module_has_submodule(config.module, "content_kinds"):
            found += import_string(f"{config.name}.content_kinds.KINDS")
    return found


def plain(field, instance):
    """A field's value as text, number, truth value, None, key or sorted list of keys."""
    if field.many_to_many:
        return sorted(getattr(related, key_field(type(related))) for related in getattr(instance, field.name).all())
    value = getattr(instance, field.name)
    if isinstance(value, models.Model):
        return getattr(value, key_field(type(value)))
    return simplified(value)


def empty(field):
    """What a field holds where a file says nothing of it."""
    if field.many_to_many:
        return []
    return None if field.is_relation else simplified(field.get_default())


def simplified(value):
    """Decimals, dates and times as text; everything else as it is."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else value


def digest(value):
    """A short fingerprint of a plain value."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:16]


def _listed(field, value):
    return value.splitlines() if isinstance(field, LinesField) else value


def _file_order():
    return sorted(languages.LANGUAGES, key=lambda language: language.code != languages.SOURCE)
