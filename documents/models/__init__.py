"""The library's models, one file each."""

from .document import Document, DocumentKind, FormField
from .edition import Edition
from .stored_file import StoredFile
from .video import CaptionTrack, VideoSource

__all__ = ["CaptionTrack", "Document", "DocumentKind", "Edition", "FormField", "StoredFile", "VideoSource"]
