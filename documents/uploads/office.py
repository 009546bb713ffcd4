"""DOCX and ODT: archives with the right parts, without macros, and not larger unpacked than they may be."""

import zipfile
import zlib

from .base import Checked, RefusedError

MOST_PARTS = 2000
LARGEST_UNPACKED = 400 * 1024 * 1024
HIGHEST_RATIO = 200
"""How many times larger than packed one part may be."""

_TYPES = {
    "docx": ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "odt": ("content.xml", "application/vnd.oasis.opendocument.text"),
}
_ACTIVE = ("vbaproject.bin", "basic/", "scripts/", "activex/", "embeddings/", "oleobject", "externallinks/")


def check(path, target, suffix):
    """The document, unchanged, at `target`. Raises `RefusedError`."""
    main, media_type = _TYPES[suffix]
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _refuse_bombs(parts)
            names = [part.filename for part in parts]
            if main not in names:
                raise RefusedError(f"Das ist kein {suffix.upper()}-Dokument.")
            if any(mark in name.lower() for name in names for mark in _ACTIVE):
                raise RefusedError(
                    "Das Dokument enthält Makros oder eingebettete Dateien. Bitte speichern Sie es ohne sie."
                )
            if suffix == "odt" and archive.read("mimetype", pwd=None)[:100].decode("ascii") != media_type:
                raise RefusedError("Das ist kein ODT-Dokument.")
            if archive.testzip():
                raise RefusedError("Das Dokument ist beschädigt.")
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, UnicodeDecodeError) as error:
        raise RefusedError("Das Dokument ist beschädigt.") from error
    except (RuntimeError, ValueError, OSError) as error:
        raise RefusedError("Das Dokument ist verschlüsselt oder beschädigt.") from error
    target.write_bytes(path.read_bytes())
    return Checked(target, suffix, media_type)


def _refuse_bombs(parts):
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise RefusedError("Das Dokument ist ausgepackt zu groß.")
    for part in parts:
        if part.file_size > HIGHEST_RATIO * max(part.compress_size, 1000):
            raise RefusedError("Das Dokument ist ausgepackt zu groß.")
        if part.flag_bits & 1:
            raise RefusedError("Das Dokument ist verschlüsselt.")
        if part.filename.startswith("/") or ".." in part.filename.split("/"):
            raise RefusedError("Das Dokument enthält unzulässige Pfade.")
