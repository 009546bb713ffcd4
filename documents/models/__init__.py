"""The library's models, one file each."""

from .document import Document, DocumentKind, FormField
from .edition import Edition, Purpose
from .stored_file import StoredFile
from .video import CaptionTrack, Cue, VideoSource

__all__ = [
    "CaptionTrack",
    "Cue",
    "Document",
    "DocumentKind",
    "Edition",
    "FormField",
    "Purpose",
    "StoredFile",
    "VideoSource",
]
