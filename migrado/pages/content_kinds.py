"""Which file holds the pages' starter content."""

from pathlib import Path

from migrado.editorial.content import Kind

from .models import Page

KINDS = [Kind(Page, path=Path(__file__).parent / "content" / "pages.yaml")]
