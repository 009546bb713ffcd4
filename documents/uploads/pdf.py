"""PDF: whole, open, and without anything that acts by itself."""

from io import BytesIO

import pikepdf
import pypdfium2
from pikepdf import Name

from .base import Checked, RefusedError

MOST_PAGES = 500
MOST_OBJECTS = 200_000
MOST_TEXT = 500_000
"""Signs of text that the search reads."""

_PREVIEW_WIDTH = 480
_DEEPEST = 60
# Its last bytes hold the mark of its end (ISO 32000-1, H.3, note 18).
_END = 1024
# What a page, a field or a link may start: another place in the file, or a page of the web. Nothing else.
_HARMLESS = {"/GoTo", "/URI", "/Named"}
_ACTIVE = {
    "/JavaScript",
    "/JS",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/RichMedia",
    "/Rendition",
    "/Movie",
    "/Sound",
}


def check(path, target):
    """The PDF, checked and rewritten without metadata to `target`. Raises `RefusedError`."""
    _refuse_half(path)
    try:
        with pikepdf.open(path) as pdf:
            _refuse_active(pdf)
            if len(pdf.pages) > MOST_PAGES:
                raise RefusedError(f"Die PDF-Datei hat mehr als {MOST_PAGES} Seiten.")
            if not len(pdf.pages):
                raise RefusedError("Die PDF-Datei hat keine Seiten.")
            _strip(pdf)
            pdf.save(target, linearize=True, deterministic_id=True)
    except pikepdf.PasswordError as error:
        raise RefusedError(
            "Die PDF-Datei ist mit einem Kennwort geschützt. Bitte speichern Sie sie ohne Schutz."
        ) from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError, IndexError, RecursionError) as error:
        raise RefusedError("Die PDF-Datei ist beschädigt. Bitte erzeugen Sie sie neu.") from error
    return look(target)


def _refuse_half(path):
    """What is missing at the end, such as after a cancelled upload, would be made up for without a word."""
    with path.open("rb") as source:
        source.seek(max(0, path.stat().st_size - _END))
        if b"%%EOF" not in source.read():
            raise RefusedError("Die PDF-Datei ist nicht vollständig. Bitte erzeugen Sie sie neu.")


def _refuse_active(pdf):
    if pdf.is_encrypted:
        raise RefusedError("Die PDF-Datei ist verschlüsselt. Bitte speichern Sie sie ohne Schutz.")
    if len(pdf.objects) > MOST_OBJECTS:
        raise RefusedError("Die PDF-Datei ist zu verschachtelt.")
    for thing in pdf.objects:
        _look(thing, 0)
    names = pdf.Root.get(Name.Names, {})
    if Name.EmbeddedFiles in names or Name.AF in pdf.Root:
        raise RefusedError("In der PDF-Datei stecken andere Dateien. Bitte speichern Sie sie ohne Anhänge.")
    if Name.XFA in pdf.Root.get(Name.AcroForm, {}):
        raise RefusedError("Die PDF-Datei ist ein XFA-Formular. Das öffnen die meisten Telefone nicht.")


def _look(thing, depth):
    """Raise `RefusedError` if a direct object holds what acts by itself; other objects are looked at in their turn."""
    if depth > _DEEPEST:
        raise RefusedError("Die PDF-Datei ist zu verschachtelt.")
    if isinstance(thing, pikepdf.Array):
        for part in thing:
            if not getattr(part, "is_indirect", False):
                _look(part, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        action = str(thing.get("/S", "")) if "/S" in thing else ""
        if action in _ACTIVE or {"/JS", "/JavaScript", "/AA", "/RichMediaContent"} & set(thing.keys()):
            raise RefusedError(
                "Die PDF-Datei enthält Programme oder führt etwas aus. Bitte speichern Sie sie ohne Skripte."
            )
        opening = thing.get("/OpenAction")
        if isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S", "")) not in _HARMLESS:
            raise RefusedError("Die PDF-Datei führt beim Öffnen etwas aus.")
        for value in dict(thing.items()).values():
            if not getattr(value, "is_indirect", False):
                _look(value, depth + 1)


def _strip(pdf):
    """Take out who wrote it and with what; the title and the language stay, for screen readers."""
    title = str(pdf.docinfo.get(Name.Title, ""))[:300] if pdf.trailer.get(Name.Info) is not None else ""
    if Name.Info in pdf.trailer:
        del pdf.trailer[Name.Info]
    is_tagged = bool(pdf.Root.get(Name.MarkInfo, {}).get(Name.Marked, False))
    if Name.Metadata in pdf.Root and not is_tagged:
        del pdf.Root[Name.Metadata]
    if title:
        pdf.docinfo[Name.Title] = title
    for page in pdf.pages:
        for name in (Name.PieceInfo, Name.Metadata):
            if name in page:
                del page[name]


def look(path):
    """The checked file with its number of pages, its text and a picture of its first page."""
    try:
        document = pypdfium2.PdfDocument(path)
        text = _text(document)
        page = document[0]
        scale = min(4, _PREVIEW_WIDTH / max(1, page.get_width()))
        if page.get_height() * scale > 4 * _PREVIEW_WIDTH:
            raise RefusedError("Die erste Seite hat ein ungewöhnliches Format.")
        picture = BytesIO()
        page.render(scale=scale).to_pil().convert("RGB").save(picture, "WEBP", quality=72, method=4)
        return Checked(path, "pdf", "application/pdf", len(document), text, picture.getvalue())
    except pypdfium2.PdfiumError as error:
        raise RefusedError("Die PDF-Datei lässt sich nicht anzeigen.") from error


def _text(document):
    parts, length = [], 0
    for page in document:
        part = page.get_textpage().get_text_bounded().replace("\0", "")
        parts.append(part)
        length += len(part)
        if length > MOST_TEXT:
            break
    return "\n".join(parts)[:MOST_TEXT]
