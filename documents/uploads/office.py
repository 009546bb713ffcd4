"""DOCX and ODT: archives with the right parts, without macros, and not larger unpacked than they may be."""

import shutil
import zipfile
import zlib
from xml.etree import ElementTree

from .base import Checked, RefusedError

MOST_PARTS = 2000
LARGEST_UNPACKED = 400 * 1024 * 1024
HIGHEST_RATIO = 200
"""How many times larger than packed one part may be."""

_TYPES = {
    "docx": ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "odt": ("content.xml", "application/vnd.oasis.opendocument.text"),
}
_LONGEST_RELATIONS = 1024 * 1024
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
            if suffix == "odt" and _begins(archive, "mimetype").decode("ascii") != media_type:
                raise RefusedError("Das ist kein ODT-Dokument.")
            if len({name.lower() for name in names}) < len(names):
                raise RefusedError("Das Dokument ist beschädigt.")
            for name in names:
                if name.lower().endswith(".rels"):
                    _refuse_fetching(_begins(archive, name, _LONGEST_RELATIONS))
            if archive.testzip():
                raise RefusedError("Das Dokument ist beschädigt.")
    except (zipfile.BadZipFile, zlib.error, LookupError, EOFError, NotImplementedError, SyntaxError) as error:
        raise RefusedError("Das Dokument ist beschädigt.") from error
    except (RuntimeError, ValueError, OSError) as error:
        raise RefusedError("Das Dokument ist verschlüsselt oder beschädigt.") from error
    shutil.copyfile(path, target)
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


def _begins(archive, name, most=100):
    """The first bytes of a part, whatever it unpacks to."""
    with archive.open(name) as part:
        return part.read(most)


def _refuse_fetching(relations):
    """Raise `RefusedError` if Word would fetch something when it opens the document, such as a template with macros."""
    # A longer list is cut off and cannot be read; nor has a list of relations entities that could grow.
    if b"<!" in relations or b"\0" in relations:
        raise RefusedError("Das Dokument ist beschädigt.")
    for relation in ElementTree.fromstring(relations):  # noqa: S314 (without entities, in a process of its own)
        is_link = relation.get("Type", "").endswith("/hyperlink")
        if relation.get("TargetMode", "").lower() == "external" and not is_link:
            raise RefusedError(
                "Das Dokument holt beim Öffnen eine Vorlage oder ein Bild von anderswo. Bitte speichern Sie es als PDF."
            )
