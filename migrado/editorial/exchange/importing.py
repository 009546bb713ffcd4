"""From a file to the texts: what would change, what is refused, and then all of it or nothing."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction

from migrado import batches, languages
from migrado.editorial import differences, states, terms, texts
from migrado.editorial.models import State
from migrado.editorial.worklist import read_states
from migrado.translating import translated_models

from . import checks, xliff, xlsx
from .rows import FileError, Row, digest, stamp, tidy

LARGEST = 10_000_000
"""Bytes of a file; a whole language has 1.5 million."""


@dataclass
class Change:
    """One text that the file would change. `unit` and `pair` are None if there is no such text any more."""

    row: Row
    text: str
    unit: texts.Unit | None = None
    pair: texts.Pair | None = None
    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def before(self):
        """The translation of now."""
        return self.pair.text if self.pair else ""

    @property
    def pieces(self):
        """What changes, word by word, as `differences.words`."""
        return [("new", self.text[:500])] if self.faults else differences.words(self.before, self.text)


@dataclass
class Preview:
    """What a file would do to the texts of a language.

    `unchanged` and `empty` count rows; `seen` is {ref: `Unit.seen`} of the objects that would change.
    """

    file_name: str
    language: languages.Language
    changes: list[Change]
    unchanged: int
    empty: int
    seen: dict[str, str]

    @property
    def refused(self):
        """The changes that cannot be taken."""
        return [change for change in self.changes if change.faults]

    @property
    def accepted(self):
        """The changes that can be taken, those with a warning first."""
        return sorted((change for change in self.changes if not change.faults), key=lambda change: not change.warnings)

    @property
    def summary(self):
        """The numbers, as in "12 Texte neu, 3 geändert, 2 abgelehnt"."""
        new = sum(not change.before for change in self.accepted)
        numbers = {
            "neu": new,
            "geändert": len(self.accepted) - new,
            "abgelehnt": len(self.refused),
            "unverändert": self.unchanged,
            "leer": self.empty,
        }
        first, *others = [(number, word) for word, number in numbers.items() if number] or [(0, "neu")]
        return ", ".join([f"{number_of_texts(first[0])} {first[1]}", *(f"{number} {word}" for number, word in others)])


def number_of_texts(number):
    """As in "1 Text" or "2 Texte"."""
    return f"{number} {'Text' if number == 1 else 'Texte'}"


def preview(file_name, data, code):
    """The `Preview` of a file for a language. Raises `FileError` for a file that cannot be used."""
    if len(data) > LARGEST:
        raise FileError(f"Die Datei ist größer als {LARGEST // 1_000_000} MB.")
    found, rows = (xlsx if data.startswith(b"PK") else xliff).read(data)
    if found != code:
        names = [languages.get(one).german_name for one in (found, code)]
        raise FileError(f"Die Sprache passt nicht: In der Datei ist es {names[0]}, gewählt ist {names[1]}.")
    if not rows:
        raise FileError("Die Datei enthält keine Texte.")
    return compare(file_name, rows, code)


def compare(file_name, rows, code):
    """The `Preview` of rows that somebody wants to be written."""
    filled = [row for row in rows if row.fault or tidy(row.text)]
    units = _units({row.ref for row in filled}, code)
    repeated = {identity for identity, number in Counter(row.id for row in filled).items() if number > 1}
    changes = []
    for row in filled:
        change = _change(row, units.get(row.ref))
        if row.fault or not _is_untouched(change):
            change.faults = _faults(change, repeated)
            changes.append(change)
    _warn(changes, filled, code)
    return Preview(
        file_name=file_name,
        language=languages.get(code),
        changes=changes,
        unchanged=len(filled) - len(changes),
        empty=len(rows) - len(filled),
        seen={change.unit.ref: change.unit.seen for change in changes if change.unit},
    )


def apply(preview, by, state=State.HUMAN):
    """Write all changes of a `Preview`, or none, and log them; gives the number of objects.

    Raises `texts.ConflictError` if somebody has written since, `FileError` if changes are refused; then nothing is
    written.
    """
    if preview.refused:
        raise FileError("Solange Texte abgelehnt sind, wird nichts übernommen.")
    written = defaultdict(dict)
    for change in preview.changes:
        written[change.unit][change.pair.field] = change.text
    # Always in the same order, so that two imports at once wait for each other instead of for ever.
    in_order = sorted(written, key=lambda unit: unit.ref)
    with transaction.atomic(), states.written_by(by, state=state), batches.together():
        for unit in in_order:
            _write(unit, written[unit], preview.seen.get(unit.ref), by, state)
        message = f"Übersetzung {preview.language.german_name} importiert"
        LogEntry.objects.log_actions(by.pk, [unit.instance for unit in in_order], CHANGE, message)
    return len(in_order)


def _write(unit, texts_of_unit, seen, by, state):
    try:
        texts.write(unit, texts_of_unit, seen=seen, by=by, state=state)
    except (ObjectDoesNotExist, ValidationError) as error:
        raise texts.ConflictError(unit) from error


def _units(refs, code):
    """{ref: `Unit`} of those objects that there are, read model by model."""
    models = {model._meta.label_lower for model in translated_models()}
    pks = defaultdict(set)
    for ref in refs:
        label, _, pk = ref.rpartition(".")
        # Longer numbers are more than a database counts.
        if label in models and pk.isascii() and pk.isdecimal() and len(pk) < 19:
            pks[label].add(int(pk))
    found = {}
    for label, numbers in pks.items():
        model = apps.get_model(label)
        parents = [field.name for field in model._meta.fields if field.many_to_one]
        for instance in model._base_manager.select_related(*parents).filter(pk__in=numbers):
            unit = texts.Unit(instance, code)
            found[unit.ref] = unit
    return found


def _change(row, unit):
    pairs = {pair.field: pair for pair in unit.pairs} if unit else {}
    pair = pairs.get(row.field)
    return Change(row, tidy(row.text), unit if pair else None, pair)


def _is_untouched(change):
    """The text is the one of now, or the one that was sent out: then whatever was done here since stays."""
    text_then = change.row.stamp.rpartition("-")[2]
    return digest(change.text) == text_then or bool(change.pair and change.text == tidy(change.pair.text))


def _faults(change, repeated):
    row, pair = change.row, change.pair
    if row.fault:
        return [row.fault]
    if pair is None:
        return ["Diesen Text gibt es nicht, oder nicht mehr."]
    if row.id in repeated:
        return ["Dieser Text steht mehrmals in der Datei."]
    if not row.stamp:
        return ["Die Prüfsumme des deutschen Textes fehlt."]
    if row.stamp.partition("-")[0] != digest(pair.german):
        return ["Der deutsche Text hat sich seit dem Export geändert."]
    instance = change.unit.instance
    return checks.faults(pair, change.text, _column(change), instance)


def _column(change):
    unit = change.unit
    return unit.instance._meta.get_field(f"{change.pair.field}_{unit.language.column}")


def _warn(changes, filled, code):
    """Note what somebody should look at in the changes that are not refused."""
    by_unit = defaultdict(list)
    for change in changes:
        if not change.faults:
            by_unit[change.unit].append(change)
    official = terms.known(code) if by_unit else []
    for unit, mine in by_unit.items():
        found = unit.faults({change.pair.field: change.text for change in mine}, official)
        for change in mine:
            change.warnings = [*found.get(change.pair.field, []), *checks.warnings(change.pair, change.text)]
            if change.row.stamp != stamp(change.pair.german, change.before):
                change.warnings.append("Die Übersetzung wurde seit dem Export auch hier geändert.")
    _warn_of_what_is_left(by_unit, {row.id for row in filled})


def _warn_of_what_is_left(by_unit, identities):
    """An outdated object counts as current once a part of it is written: say so if the file lacks other parts."""
    left = {
        unit: [pair.label for pair in unit.pairs if pair.text and f"{unit.ref}.{pair.field}" not in identities]
        for unit in by_unit
    }
    for unit in read_states([unit for unit in by_unit if left[unit]]):
        if unit.state and unit.state.is_outdated:
            message = f"Der Eintrag gilt danach als aktuell. Nicht in der Datei: {', '.join(left[unit])}"
            by_unit[unit][0].warnings.append(message)
