"""What each translation is worth: who made it, from which German, and whether the German has changed since."""

import hashlib
from collections import defaultdict
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.dispatch import Signal
from django.utils import timezone

from migrado import languages
from migrado.batches import Batch
from migrado.translating import source_fields, translated_models

from .models import GermanVersion, State, TranslationState

TRANSLATIONS = tuple(code for code in languages.CODES if code != languages.SOURCE)
"""The languages that are translated into."""

_ROWS_AT_ONCE = 500

vouched = Signal()
"""Sent with an `instance` after somebody has said what one of its translations is worth."""


@dataclass(frozen=True)
class Author:
    """Who writes now, and what that makes of a text. `keeps` says that a German change leaves translations valid."""

    state: str = State.HUMAN
    by: object = None
    keeps: bool = False


_author = ContextVar("author", default=None)


@contextmanager
def written_by(by=None, *, state=State.HUMAN, keeps=False):
    """What is saved inside was written by this person, or by a machine.

    With `keeps`, a change of the German is a typing error put right: translations that were current stay current.
    """
    token = _author.set(Author(state, by, keeps))
    try:
        yield
    finally:
        _author.reset(token)


def texts_of(instance, code):
    """{field: text} of what is translated of an object, in one language; "" where there is no text."""
    column = languages.get(code).column
    return {field: getattr(instance, f"{field}_{column}") or "" for field in source_fields(type(instance))}


def digest(instance, code):
    """A digest of an object's texts in one language; "" if it has none."""
    texts = texts_of(instance, code).values()
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16] if any(texts) else ""


def record(instances):
    """Note the state of every text of these objects that has changed since the last time."""
    author = _author.get() or Author()
    by_model = defaultdict(list)
    for instance in instances:
        by_model[type(instance)].append(instance)
    with transaction.atomic():
        for model, objects in by_model.items():
            for start in range(0, len(objects), _ROWS_AT_ONCE):
                _record_model(model, objects[start : start + _ROWS_AT_ONCE], author)


batch = Batch(record)


def forget(sender, instance, **kwargs):
    """Signal receiver: an object is about to be deleted."""
    mine = {"content_type": ContentType.objects.get_for_model(sender), "object_id": instance.pk}
    TranslationState.objects.filter(**mine).delete()
    GermanVersion.objects.filter(**mine).delete()


def _record_model(model, objects, author):
    content_type = ContentType.objects.get_for_model(model)
    pks = [instance.pk for instance in objects]
    rows = TranslationState.objects.filter(content_type=content_type, object_id__in=pks)
    known = {(row.object_id, row.language): row for row in rows}
    now, new, changed, gone = timezone.now(), [], [], []
    for instance in objects:
        german = digest(instance, languages.SOURCE)
        was = known.get((instance.pk, languages.SOURCE))
        for code in languages.CODES:
            row = known.get((instance.pk, code))
            text = german if code == languages.SOURCE else digest(instance, code)
            if not text:
                gone += [row.pk] if row else []
            elif row is None or row.text != text:
                fresh = TranslationState(
                    pk=row.pk if row else None,
                    content_type=content_type,
                    object_id=instance.pk,
                    language=code,
                    # What is written in German is the source, whoever wrote it.
                    state=State.HUMAN if code == languages.SOURCE else author.state,
                    source=german,
                    text=text,
                    by=author.by,
                    at=now,
                )
                (changed if row else new).append(fresh)
            elif author.keeps and was and row.source == was.source != german:
                row.source = german
                changed.append(row)
    TranslationState.objects.filter(pk__in=gone).delete()
    TranslationState.objects.bulk_create(new, _ROWS_AT_ONCE)
    TranslationState.objects.bulk_update(changed, ["state", "source", "text", "by", "at"], batch_size=100)
    _keep_german(content_type, objects)


def _keep_german(content_type, objects):
    """Keep the German of now, to show later what has changed, and drop what no translation is made from any more."""
    mine = GermanVersion.objects.filter(content_type=content_type, object_id__in=[instance.pk for instance in objects])
    known = set(mine.values_list("object_id", "digest"))
    now = {instance.pk: (digest(instance, languages.SOURCE), instance) for instance in objects}
    new = [
        GermanVersion(
            content_type=content_type, object_id=pk, digest=german, texts=texts_of(instance, languages.SOURCE)
        )
        for pk, (german, instance) in now.items()
        if german and (pk, german) not in known
    ]
    GermanVersion.objects.bulk_create(new, _ROWS_AT_ONCE, ignore_conflicts=True)
    if known and new:
        made_from_it = TranslationState.objects.filter(
            content_type=content_type, object_id=OuterRef("object_id"), source=OuterRef("digest")
        )
        mine.exclude(Exists(made_from_it)).delete()


def german_of(row):
    """{field: text} of the German that a translation was made from; empty if it is not known any more."""
    version = GermanVersion.objects.filter(
        content_type=row.content_type_id, object_id=row.object_id, digest=row.source
    ).first()
    return version.texts if version else {}


def vouch(instance, code, state, by=None):
    """Note that this translation, as it stands, is made from the German of now, and what it is worth."""
    TranslationState.objects.of(type(instance)).filter(object_id=instance.pk, language=code).update(
        state=state, source=digest(instance, languages.SOURCE), by=by, at=timezone.now()
    )
    vouched.send(type(instance), instance=instance)


def translatable(model):
    """Objects with a German text."""
    conditions = Q(pk__in=[])
    for field in source_fields(model):
        conditions |= Q(**{f"{field}_{languages.get(languages.SOURCE).column}__gt": ""})
    return model._base_manager.filter(conditions)


def missing(model, code):
    """Objects with a German text that has no translation into a language."""
    german, column = languages.get(languages.SOURCE).column, languages.get(code).column
    conditions = Q(pk__in=[])
    for field in source_fields(model):
        has_german = Q(**{f"{field}_{german}__gt": ""})
        has_none = Q(**{f"{field}_{column}": ""}) | Q(**{f"{field}_{column}": None})
        conditions |= has_german & has_none
    return model._base_manager.filter(conditions)


def outdated(model, code):
    """Objects whose German has changed since their translation into a language."""
    return model._base_manager.filter(_state_of(model, code, "outdated"))


def machine(model, code):
    """Objects whose translation into a language no person has looked at."""
    return model._base_manager.filter(_state_of(model, code, "machine"))


def _state_of(model, code, which):
    rows = TranslationState.objects.of(model).filter(object_id=OuterRef("pk"), language=code)
    return Exists(rows.outdated() if which == "outdated" else rows.filter(state=State.MACHINE))


def worst(code, objects):
    """What a reader must know of these objects' texts in a language: "outdated", "machine" or ""; one query."""
    by_model = defaultdict(list)
    for instance in objects:
        by_model[type(instance)].append(instance.pk)
    rows = TranslationState.objects.none()
    conditions = Q(pk__in=[])
    for model, pks in by_model.items():
        conditions |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=pks)
    if code != languages.SOURCE and by_model:
        rows = TranslationState.objects.filter(conditions, language=code)
    states = set(rows.with_outdated().values_list("state", "is_outdated"))
    if any(is_outdated for _, is_outdated in states):
        return "outdated"
    return State.MACHINE.value if any(state == State.MACHINE for state, _ in states) else ""


def adopt():
    """Note a state for texts that were there before states were; nobody is known to have looked at them."""
    with written_by(state=State.MACHINE):
        for model in translated_models():
            noted = TranslationState.objects.of(model).filter(language=languages.SOURCE).values("object_id")
            kept = GermanVersion.objects.filter(content_type=ContentType.objects.get_for_model(model))
            lacking = ~Q(pk__in=noted) | ~Q(pk__in=kept.values("object_id"))
            record(translatable(model).filter(lacking))


def report():
    """{language: {"complete", "machine", "human", "reviewed", "outdated", "missing"}} in numbers of objects."""
    total = TranslationState.objects.filter(language=languages.SOURCE).count()
    counted = TranslationState.objects.values_list("language", "state").annotate(objects=Count("pk"))
    states = {(language, state): objects for language, state, objects in counted}
    late = dict(TranslationState.objects.outdated().values_list("language").annotate(objects=Count("pk")))
    lines = {}
    for code in languages.CODES:
        lacking = 0 if code == languages.SOURCE else sum(missing(model, code).count() for model in translated_models())
        lines[code] = {
            "complete": total - lacking,
            **{state: states.get((code, state), 0) for state in State.values},
            "outdated": late.get(code, 0),
            "missing": lacking,
        }
    return lines
