"""What every check gives, and how it refuses."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

LARGEST = 200 * 1024 * 1024
"""Bytes of an upload."""

TOO_LARGE = f"Die Datei ist größer als {LARGEST // 1024 // 1024} MB."
NO_ROOM = "Die Datei konnte nicht gespeichert werden. Ist der Speicher voll?"


class RefusedError(Exception):
    """A file that is not taken; the message says why, as a German sentence for staff."""


@dataclass(frozen=True)
class Checked:
    """A file as it may be stored: `path` holds the cleaned content, a temporary file of the caller's folder.

    `preview` is a WEBP. A film has the last four; its size is that of its pictures as one sees them.
    """

    path: Path
    suffix: str
    media_type: str
    pages: int | None = None
    text: str = ""
    preview: bytes = b""
    seconds: int | None = None
    width: int | None = None
    height: int | None = None
    frames_per_second: Decimal | None = None

    @property
    def facts(self):
        """What `StoredFile.objects.keep` takes."""
        return {
            "suffix": self.suffix,
            "media_type": self.media_type,
            "pages": self.pages,
            "text": self.text,
            "preview": self.preview,
        }
