"""What every check gives, and how it refuses."""

from dataclasses import dataclass
from pathlib import Path

LARGEST = 200 * 1024 * 1024
"""Bytes of an upload."""


class RefusedError(Exception):
    """A file that is not taken; the message says why, as a German sentence for staff."""


@dataclass(frozen=True)
class Checked:
    """A file as it may be stored: `path` holds the cleaned content, a temporary file of the caller's folder."""

    path: Path
    suffix: str
    media_type: str
    pages: int | None = None
    text: str = ""
    preview: bytes = b""

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
