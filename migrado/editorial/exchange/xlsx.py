"""Rows as an Excel sheet, for bureaus without translation programs."""

import re
import zipfile
from io import BytesIO

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font

from migrado import languages

from .rows import MOST_ROWS, FileError, Row

TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ENDING = "xlsx"

LARGEST = 20_000_000
"""Bytes that a file may have once it is unpacked; a whole language has 1.5 million."""

_MOST_PARTS = 100
_LONGEST = 32_767  # Excel's own limit of one cell
_ID, _KIND, _TITLE, _LABEL, _GERMAN, _STAMP = (
    "Kennung",
    "Art",
    "Eintrag",
    "Feld",
    "Deutsch",
    "Prüfsumme (nicht ändern)",
)
_WIDTHS = (12, 14, 26, 16, 60, 60, 14)
_MOST_COLUMNS = 30
_LANGUAGE = re.compile(r"\[([A-Za-z-]+)\]\s*$")

# Excel writes characters that XML cannot hold as _x000B_, and what only looks like that with _x005F_ for its first "_".
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)|[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = re.compile("_x(005F(?=_x)|00[01][0-9A-F]|FFF[EF])_", re.IGNORECASE)


def write(rows, language):
    """The rows as a file, in bytes; all cells are text, whatever they begin with.

    Raises `FileError` for a text that a cell cannot hold.
    """
    lines = [(row.id, row.kind, row.title, row.label, row.german, row.text, row.stamp) for row in rows]
    lines = [[_escaped(text) for text in line] for line in lines]
    header = (_ID, _KIND, _TITLE, _LABEL, _GERMAN, f"{language.german_name} [{language.code}]", _STAMP)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(language.code)
    sheet.freeze_panes = "A2"
    for column, width in zip("ABCDEFG", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    sheet.append([_cell(sheet, text, font=Font(bold=True)) for text in header])
    left_to_right, own = (Alignment(wrap_text=True, vertical="top", readingOrder=order) for order in (1, 2))
    if language.direction == "ltr":
        own = left_to_right
    alignments = [*[left_to_right] * 5, own, left_to_right]
    for line in lines:
        sheet.append([_cell(sheet, text, alignment=how) for text, how in zip(line, alignments, strict=True)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _escaped(text):
    escaped = _ESCAPED.sub(lambda found: f"_x{ord(found.group()):04X}_", text)
    if len(escaped) > _LONGEST:
        raise FileError(f"Ein Text ist länger als die {_LONGEST} Zeichen einer Excel-Zelle. Bitte nehmen Sie XLIFF.")
    return escaped


def _cell(sheet, text, **style):
    cell = WriteOnlyCell(sheet, text)
    # openpyxl takes "=…" for a formula and "#N/A" for an error; Excel does so too once somebody edits the cell.
    cell.data_type, cell.number_format = "s", "@"
    cell.quotePrefix = text.startswith(("=", "+", "-", "@"))
    for name, value in style.items():
        setattr(cell, name, value)
    return cell


def read(data):
    """(language code, rows) of a file. Raises `FileError` if it is no such file or names no language of ours."""
    _check_size(data)
    try:
        book = load_workbook(BytesIO(data), read_only=True, keep_links=False)
        lines = list(book.worksheets[0].iter_rows(max_row=MOST_ROWS + 2, max_col=_MOST_COLUMNS))
    except Exception as error:  # openpyxl lets through whatever a strange file makes happen inside it
        raise FileError("Die Excel-Datei ist beschädigt oder nicht lesbar.") from error
    while lines and all(cell.value is None for cell in lines[-1]):
        lines.pop()
    if len(lines) > MOST_ROWS + 1:
        raise FileError(f"Die Datei hat mehr als {MOST_ROWS} Zeilen.")
    code, columns = _columns(lines[0] if lines else ())
    return code, [_row(line, columns) for line in lines[1:] if any(cell.value is not None for cell in line)]


def _check_size(data):
    """Raise `FileError` for what is no archive, or is one that would fill the memory."""
    try:
        parts = zipfile.ZipFile(BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise FileError("Die Excel-Datei ist beschädigt oder nicht lesbar.") from error
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > LARGEST:
        raise FileError("Die Excel-Datei ist ausgepackt zu groß.")


def _columns(header):
    """(language code, {heading: column}) of the first line; the translation's heading is ""."""
    columns, language = {}, None
    for column, cell in enumerate(header):
        heading = cell.value.strip() if isinstance(cell.value, str) else ""
        tag = _LANGUAGE.search(heading)
        if tag:
            heading, language = "", languages.match(tag[1])
        if heading or tag:
            columns.setdefault(heading, column)
    missing = [heading for heading in (_ID, _GERMAN, _STAMP) if heading not in columns]
    if missing:
        raise FileError(f"In der ersten Zeile fehlt die Überschrift „{missing[0]}“.")
    if language is None:
        raise FileError("In der ersten Zeile fehlt die Spalte der Übersetzung, wie „Ukrainisch [uk]“.")
    return language.code, columns


def _row(line, columns):
    own = line[columns[""]]
    fault = ""
    if own.data_type == "f":
        fault = "Die Zelle enthält eine Formel. Bitte formatieren Sie sie als Text."
    elif own.data_type == "e" or not isinstance(own.value, str | None):
        fault = "Die Zelle enthält keinen Text, sondern eine Zahl oder ein Datum. Bitte formatieren Sie sie als Text."
    identity, german, mark = (_plain(line[columns[heading]]) for heading in (_ID, _GERMAN, _STAMP))
    return Row(identity, german, "" if fault else _plain(own), stamp=mark, fault=fault)


def _plain(cell):
    text = "" if cell.value is None else str(cell.value)
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
