"""Leaflets as files: set anew whenever a document's text changes, one PDF for each language that has the text."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from migrado import languages
from migrado.batches import Batch

from .models import Edition, StoredFile
from .typesetting import leaflet
from .uploads.pdf import look


def set_editions(documents):
    """Typeset these documents in every language they have a text in; editions whose text is gone go too.

    An edition that staff have uploaded or linked stays as it is.
    """
    for document in documents:
        with transaction.atomic():
            _set(document)


batch = Batch(set_editions)


def _set(document):
    known = {edition.language: edition for edition in document.editions.all()}
    for code in languages.CODES:
        edition = known.get(code)
        if edition and not edition.is_typeset:
            continue
        content = leaflet(document, code, _address(document, code)) if document.kind == "leaflet" else None
        if content is None:
            if edition:
                edition.delete()
            continue
        stored = _stored(content)
        if edition is None or edition.stored_id != stored.pk:
            Edition.objects.update_or_create(
                document=document,
                language=code,
                defaults={
                    "stored": stored,
                    "is_typeset": True,
                    "is_accessible": True,
                    "edition_date": timezone.localdate(),
                },
            )


def _stored(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leaflet.pdf"
        path.write_bytes(content)
        return StoredFile.objects.keep(path, **look(path).facts)


def _address(document, code):
    with translation.override(code):
        return settings.SITE_URL + document.get_absolute_url()
