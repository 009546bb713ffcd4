"""Texts as rows of a file: one row is one field of one object, in German and in one other language."""

import hashlib
from dataclasses import dataclass

MOST_ROWS = 20_000
"""Rows that a file may have; a whole language has some 2,000."""


class FileError(Exception):
    """A file that cannot be written or read; the message says why, as a German sentence."""


@dataclass(frozen=True)
class Row:
    """One row. `id` names object and field, as in "catalog.service.12.title".

    `stamp` says what the German and the translation were when the file was written, see `stamp`. `kind`, `title` and
    `label` tell a translator where the text stands. `fault` is what a reader could not read, as a German sentence.
    """

    id: str
    german: str
    text: str
    stamp: str = ""
    kind: str = ""
    title: str = ""
    label: str = ""
    fault: str = ""

    @property
    def ref(self):
        """The object's name, as `texts.Unit.ref`."""
        return self.id.rpartition(".")[0]

    @property
    def field(self):
        """The field's name, without a language."""
        return self.id.rpartition(".")[2]


def rows_of(selection):
    """The `Row`s of a `worklist.Selection`: of each object that it holds, all texts."""
    return [
        Row(
            id=f"{unit.ref}.{pair.field}",
            german=pair.german,
            text=pair.text,
            stamp=stamp(pair.german, pair.text),
            kind=unit.kind,
            title=title,
            label=pair.label,
        )
        for unit in selection.units()
        for title in [unit.title]
        for pair in unit.pairs
    ]


def stamp(german, text):
    """Digests of a German text and of its translation, as in "0123456789abcdef-0123456789abcdef"."""
    return f"{digest(german)}-{digest(text)}"


def digest(text):
    """A digest of one text, the same however its line breaks are written."""
    return hashlib.sha256(tidy(text).encode()).hexdigest()[:16]


def tidy(text):
    """A text with line breaks as \\n and nothing blank around it, as the desk saves it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
