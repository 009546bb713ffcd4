"""Loading starter content: all or nothing, again and again, without touching what staff have edited."""

from collections import Counter
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from migrado import languages
from migrado.batches import together
from migrado.editorial import content_files, states
from migrado.editorial.content import digest, empty, key_field, simplified
from migrado.editorial.content_files import ContentError, Located
from migrado.editorial.models import LoadedRecord, State
from migrado.fields import LinesField
from migrado.search import indexing
from migrado.search.models import SearchItem
from migrado.words import translated_fields

_LEDGER_OF_FILES = ("files", "all")


class Loader:
    """One run over all kinds. `counts` says what happened: created, updated, unchanged, kept, deleted."""

    def __init__(self, kinds, progress=lambda kind, done, total: None):
        self.kinds = kinds
        self.progress = progress
        self.counts = Counter()
        self.faults = []
        self._keys = {}

    def load(self, *, dry_run=False):
        """Load everything in one transaction and give the counts. Raises ContentError; then nothing has changed."""
        with transaction.atomic():
            with states.written_by(state=State.MACHINE), together():
                for kind in self.kinds:
                    self._load_kind(kind)
                if self.faults:
                    raise ContentError(self.faults)
            transaction.set_rollback(dry_run)
        return self.counts

    def _load_kind(self, kind):
        records = list(content_files.read(kind.path))
        ledger = {entry.key: entry for entry in LoadedRecord.objects.filter(kind=kind.name)}
        related = [*kind.child_shapes, *(field.name for field in kind.model._meta.many_to_many)]
        present = {
            getattr(instance, kind.key_field): instance
            for instance in kind.model._default_manager.prefetch_related(*related)
        }
        for position, (key, record) in enumerate(_parents_first(kind, records), start=1):
            values = self._values(kind, record, position)
            if self.faults:
                # Nothing will be kept: read on only to name every fault in the files, not what follows from one.
                self._pks(kind.model).setdefault(key, None)
            else:
                entry = ledger.get(key) or LoadedRecord(kind=kind.name, key=key)
                self._apply(kind, key, record, values, present.get(key), entry)
            self.progress(kind, position, len(records))

    def _values(self, kind, record, position):
        """The record's plain values with those of its children; what is wrong goes to `faults`."""
        own = Located({name: value for name, value in record.items() if name not in kind.child_shapes})
        own.__dict__.update(record.__dict__)
        values = self._shape_values(kind, own)
        if "order" in kind.fields and not values.get("order"):
            values["order"] = position
        for name, shape in kind.child_shapes.items():
            values[name] = self._child_values(record, name, shape)
        values.pop(kind.key_field, None)
        return values

    def _child_values(self, record, name, shape):
        children = record.get(name) or []
        if not isinstance(children, list) or not all(isinstance(child, Located) for child in children):
            self.faults.append(record.fault(f"{name} must be a list of records", name))
            return []
        return [self._shape_values(shape, child) for child in children]

    def _shape_values(self, shape, record):
        values = {name: empty(field) for name, field in shape.fields.items()} | dict.fromkeys(shape.columns, "")
        for name, raw in record.items():
            if name in languages.BY_CODE:
                values |= self._texts(shape, record, name, raw)
            elif name in shape.fields:
                values[name] = self._value(shape.fields[name], record, name, raw)
            else:
                self.faults.append(record.fault(f"unknown name {name!r}", name))
        return values

    def _texts(self, shape, record, code, texts):
        if not isinstance(texts, Located):
            self.faults.append(record.fault(f"the texts in {code!r} must be a mapping", code))
            return {}
        values = {}
        for field, text in texts.items():
            if field not in translated_fields(shape.model):
                self.faults.append(texts.fault(f"unknown text {field!r}", field))
                continue
            column = f"{field}_{languages.get(code).column}"
            values[column] = self._text(texts, field, text, is_list=column in shape.line_columns)
        return values

    def _text(self, record, name, raw, *, is_list):
        if is_list and isinstance(raw, list) and all(isinstance(line, str) for line in raw):
            return "\n".join(line.strip() for line in raw)
        if not is_list and isinstance(raw, str):
            return raw.strip()
        wanted = "a list of texts" if is_list else "text; put it in quotes"
        self.faults.append(record.fault(f"{name} must be {wanted}", name))
        return ""

    def _value(self, field, record, name, raw):
        if raw is None:
            return empty(field)
        if field.many_to_many:
            return sorted({self._known(field, record, name, key) for key in (raw if isinstance(raw, list) else [raw])})
        if field.is_relation:
            return self._known(field, record, name, raw)
        if isinstance(field, models.CharField | models.TextField):
            return self._text(record, name, raw, is_list=isinstance(field, LinesField))
        try:
            value = field.to_python(str(raw) if isinstance(field, models.DecimalField) else raw)
        except (ValidationError, TypeError, ValueError):
            self.faults.append(record.fault(f"{name}: {raw!r} is not a value for this", name))
            return empty(field)
        return simplified(value)

    def _known(self, field, record, name, key):
        if str(key) not in self._pks(field.related_model):
            self.faults.append(record.fault(f"{name}: there is no {key!r}", name))
        return str(key)

    def _pks(self, model):
        """Key to primary key of every record of a model."""
        if model not in self._keys:
            self._keys[model] = dict(model._default_manager.values_list(key_field(model), "pk"))
        return self._keys[model]

    def _apply(self, kind, key, record, values, instance, entry):
        """Write what the file says and staff have not changed, and note it in the ledger."""
        if instance is None and entry.pk:
            self.counts["deleted"] += 1
            return
        changes = values
        if instance is not None:
            changes, kept = _changes(values, kind.read(instance), entry.digests)
            self.counts["kept"] += kept
        digests = {name: digest(value) for name, value in values.items()}
        if changes:
            self.counts["updated" if instance else "created"] += 1
            instance = instance or kind.model(**{kind.key_field: key})
            try:
                with transaction.atomic():
                    self._write(kind, instance, changes)
            except ValidationError as error:
                self.faults += [record.fault(f"{key}: {message}", name) for name, message in _messages(error)]
                return
            except IntegrityError as error:
                self.faults.append(record.fault(f"{key}: {error}"))
                return
            self._pks(kind.model)[key] = instance.pk
        else:
            self.counts["unchanged"] += 1
        # What staff changed keeps its old digest, so that the next run still sees the difference.
        entry.digests = digests | {
            name: entry.digests[name] for name in values if name in entry.digests and name not in changes
        }
        entry.save()

    def _write(self, kind, instance, changes):
        related = {**kind.child_shapes, **{field.name: field for field in kind.model._meta.many_to_many}}
        self._assign(instance, kind, {name: value for name, value in changes.items() if name not in related})
        _check(instance)
        instance.save()
        for field in kind.model._meta.many_to_many:
            if field.name in changes:
                self._set_many(instance, field, changes[field.name])
        for name, back in kind.children:
            if name in changes:
                self._write_children(kind.child_shapes[name], instance, name, back, changes[name])

    def _write_children(self, shape, parent, name, back, children):
        getattr(parent, name).all().delete()
        for order, values in enumerate(children):
            child = shape.model(**{back: parent})
            if hasattr(child, "order"):
                child.order = order
            self._assign(child, shape, values)
            _check(child)
            child.save()
            for field in shape.model._meta.many_to_many:
                self._set_many(child, field, values[field.name])

    def _assign(self, instance, shape, values):
        for name, value in values.items():
            field = shape.fields.get(name)
            if field is None:
                setattr(instance, name, value or None)
            elif field.many_to_many:
                continue
            elif field.is_relation:
                setattr(instance, field.attname, self._pks(field.related_model)[value] if value else None)
            else:
                setattr(instance, name, Decimal(value) if isinstance(field, models.DecimalField) else value)

    def _set_many(self, instance, field, keys):
        getattr(instance, field.name).set([self._pks(field.related_model)[key] for key in keys])


def load_all(kinds, *, dry_run=False, progress=lambda kind, done, total: None):
    """Load all kinds; None at once where the files are those of the last complete load, else the counts."""
    kind_name, key = _LEDGER_OF_FILES
    ledger, _ = LoadedRecord.objects.get_or_create(kind=kind_name, key=key)
    files = content_files.fingerprint([kind.path for kind in kinds])
    if ledger.digests.get("files") == files:
        return None
    counts = Loader(kinds, progress).load(dry_run=dry_run)
    if not dry_run:
        states.adopt()
        if not SearchItem.objects.exists():
            indexing.rebuild()
        ledger.digests = {"files": files}
        ledger.save()
    return counts


def _check(instance):
    """Raise ValidationError for a bad value. Constraints are left to the database, which is twenty times quicker."""
    instance.clean_fields()
    instance.clean()


def _changes(values, current, digests):
    """The values to write, and how many of staff's are kept instead."""
    changes, kept = {}, 0
    for name, value in values.items():
        if current[name] == value:
            continue
        if name not in digests or digests[name] == digest(current[name]):
            changes[name] = value
        else:
            kept += 1
    return changes, kept


def _messages(error):
    """(name or None, message) pairs of a ValidationError."""
    if not hasattr(error, "error_dict"):
        return [(None, message) for message in error.messages]
    return [(name, f"{name}: {message}") for name, texts in error.message_dict.items() for message in texts]


def _parents_first(kind, records):
    """The records, each after the one of the same kind that it names as its parent."""
    keys = {key for key, _ in records}
    done, waiting = set(), records
    while waiting:
        ready = [
            (key, record)
            for key, record in waiting
            if record.get("parent") not in keys or record.get("parent") in done or record.get("parent") == key
        ]
        if not ready:
            key, record = waiting[0]
            raise ContentError([record.fault(f"{key}: its parents go in a circle", "parent")])
        yield from ready
        done |= {key for key, _ in ready}
        waiting = [pair for pair in waiting if pair[0] not in done]
