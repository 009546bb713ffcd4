"""One check for all kinds of files: what a file is called, how it begins and what it holds must agree."""

import re

from . import captions, office, pdf, pictures, video
from .base import LARGEST, TOO_LARGE, RefusedError

_KINDS = {
    "pdf": (b"%PDF-", lambda path, target, suffix: pdf.check(path, target)),
    "docx": (b"PK\x03\x04", office.check),
    "odt": (b"PK\x03\x04", office.check),
    "jpg": (b"\xff\xd8\xff", pictures.check),
    "png": (b"\x89PNG\r\n\x1a\n", pictures.check),
    "webp": (b"RIFF", pictures.check),
    "mp4": (b"", video.check),
    "webm": (b"\x1a\x45\xdf\xa3", video.check),
    "vtt": (b"", lambda path, target, suffix: captions.check(path, target)),
}
KINDS = tuple(_KINDS)
_ALIASES = {"jpeg": "jpg"}
_NAMES = {"webp": "WebP", "webm": "WebM"}
_NAME = re.compile(r"[^/\\\x00-\x1f]{1,200}\Z")


def names(kinds):
    """Kinds of files in a German sentence: "PDF, DOCX und ODT"."""
    first, last = [_NAMES.get(kind, kind.upper()) for kind in kinds[:-1]], _NAMES.get(kinds[-1], kinds[-1].upper())
    return f"{', '.join(first)} und {last}" if first else last


def check(name, path, folder, kinds=KINDS):
    """The `Checked` file of an upload, one of some kinds; what is written goes to `folder`.

    Raises `RefusedError`, and `OSError` if there is no room; then the folder may hold a part of it.
    """
    suffix = _suffix(name, kinds)
    size = path.stat().st_size
    if not size:
        raise RefusedError("Die Datei ist leer.")
    if size > LARGEST:
        raise RefusedError(TOO_LARGE)
    beginning, look = _KINDS[suffix]
    with path.open("rb") as source:
        head = source.read(2048)
    if not head.startswith(beginning) or _looks_like_page(head):
        raise RefusedError(f"Der Inhalt passt nicht zur Endung .{suffix}.")
    return look(path, folder / f"checked.{suffix}", suffix)


def _suffix(name, kinds):
    if not _NAME.match(name) or name.startswith("."):
        raise RefusedError("Der Dateiname ist nicht zulässig. Bitte benennen Sie die Datei um.")
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    suffix = _ALIASES.get(suffix, suffix)
    if suffix not in kinds:
        raise RefusedError(f"Erlaubt {'sind' if len(kinds) > 1 else 'ist nur'} {names(kinds)}.")
    return suffix


def _looks_like_page(head):
    return bool(re.match(rb"\s*(?:<!doctype|<html|<svg|<\?xml|<script)", head.lower()))
