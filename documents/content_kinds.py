"""Which files hold the library's starter content."""

from pathlib import Path

from migrado.editorial.content import Kind

from .models import Document

KINDS = [
    Kind(
        Document,
        path=Path(__file__).parent / "content" / "documents",
        children=(("fields", "document"), ("cues", "document")),
    )
]
