"""PDF: whole, open, and without anything that acts by itself."""

import re
from io import BytesIO

import pikepdf
import pypdfium2
from pikepdf import Name

from .base import Checked, RefusedError

MOST_PAGES = 500
MOST_OBJECTS = 200_000
MOST_TEXT = 500_000
"""Signs of text that the search reads."""

LARGEST_PART = 100_000_000
"""Bytes of a page's drawing or another part, unpacked."""

MOST_PIXELS = 150_000_000
"""Of one picture: a poster of A0 has 140 million at 300 dpi."""

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
    "/GoToR",
    "/GoToE",
    "/SubmitForm",
    "/ImportData",
    "/RichMedia",
    "/Rendition",
    "/Movie",
    "/Sound",
}
# An address of the web, with or without its beginning, of an e-mail or a phone: no script, no file of this device.
_ADDRESS = re.compile(r"(?:https?|mailto|tel):|(?![a-z][a-z0-9+-]*:|[\\])", re.IGNORECASE)
# What browsers leave out of an address, wherever it stands.
_BLANKS = re.compile(r"[\0-\x20]")
_FILES_INSIDE = "In der PDF-Datei stecken andere Dateien. Bitte speichern Sie sie ohne Anhänge."


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
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, LookupError, SyntaxError) as error:
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
        if isinstance(thing, pikepdf.Stream) and _is_bomb(thing):
            raise RefusedError("Die PDF-Datei ist ausgepackt zu groß. Bitte erzeugen Sie sie mit kleineren Bildern.")
    names = pdf.Root.get(Name.Names, {})
    if Name.EmbeddedFiles in names or Name.AF in pdf.Root:
        raise RefusedError(_FILES_INSIDE)
    if Name.XFA in pdf.Root.get(Name.AcroForm, {}):
        raise RefusedError("Die PDF-Datei ist ein XFA-Formular. Das öffnen die meisten Telefone nicht.")


def _look(thing, depth):
    """Raise `RefusedError` if a direct object holds what acts by itself; other objects are looked at in their turn."""
    if depth > _DEEPEST:
        raise RefusedError("Die PDF-Datei ist zu verschachtelt.")
    parts = []
    if isinstance(thing, pikepdf.Array):
        parts = thing
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        _refuse_acting(thing)
        parts = dict(thing.items()).values()
    for part in parts:
        if not getattr(part, "is_indirect", False):
            _look(part, depth + 1)


def _refuse_acting(thing):
    action = str(thing.get("/S", ""))
    if action in _ACTIVE or {"/JS", "/JavaScript", "/AA", "/RichMediaContent"} & set(thing.keys()):
        raise RefusedError(
            "Die PDF-Datei enthält Programme oder führt etwas aus. Bitte speichern Sie sie ohne Skripte."
        )
    if action == "/URI" and not _ADDRESS.match(_BLANKS.sub("", str(thing.get("/URI", "")))):
        raise RefusedError("Ein Verweis in der PDF-Datei führt weder ins Netz noch zu einer E-Mail oder Nummer.")
    if "/EF" in thing:
        raise RefusedError(_FILES_INSIDE)
    opening = thing.get("/OpenAction")
    if isinstance(opening, pikepdf.Dictionary) and str(opening.get("/S", "")) not in _HARMLESS:
        raise RefusedError("Die PDF-Datei führt beim Öffnen etwas aus.")


def _is_bomb(stream):
    if stream.get("/Subtype") == Name.Image:
        return int(stream.get("/Width", 0)) * int(stream.get("/Height", 0)) > MOST_PIXELS
    try:
        return len(stream.read_bytes()) > LARGEST_PART
    except pikepdf.PdfError:
        return False  # packed like a picture: only the viewer can tell, and its memory here has an end


def _strip(pdf):
    """Take out who wrote it and with what; the title stays, and that it is accessible (PDF/UA), for screen readers."""
    said = pdf.open_metadata()
    kept = {key: str(said[key]) for key in ("pdfuaid:part", "pdfuaid:rev", "pdfuaid:amd") if key in said}
    title = str(pdf.docinfo.get(Name.Title, "") or said.get("dc:title", ""))[:300]
    for holder, name in ((pdf.trailer, Name.Info), (pdf.Root, Name.Metadata)):
        if name in holder:
            del holder[name]
    if title:
        pdf.docinfo[Name.Title] = title
    if kept:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as says:
            for key, value in (kept | {"dc:title": title}).items():
                says[key] = value
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
