"""Files that the portal makes itself: leaflets and help sheets as PDF, captions as WebVTT, one for each language.

They follow their texts: a file is made anew when something that stands on it changes, and goes when its text goes. What
staff have uploaded or linked for a language stays as it is.
"""

import hashlib
import json
import logging
import tempfile
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from migrado import languages
from migrado.batches import Batch

from . import captions, films, sheets
from .models import CaptionTrack, Document, DocumentKind, Edition, Purpose, StoredFile
from .typesetting import UnsettableError, pdf, template_digest
from .uploads.pdf import look

logger = logging.getLogger(__name__)


def make(documents):
    """Bring the files of these documents up to date."""
    for document in documents:
        with transaction.atomic():
            if document.kind == DocumentKind.LEAFLET:
                _make_sheets(document, sheets.leaflet, Purpose.DOCUMENT)
            elif document.kind == DocumentKind.FORM:
                _make_sheets(document, sheets.help_sheet, Purpose.HELP)
            else:
                films.take(document)
                _make_captions(document)


batch = Batch(make)


def part_changed(sender, instance, **kwargs):
    """Signal receiver: a field or a cue of a document was saved or deleted."""
    document = Document.objects.filter(pk=instance.document_id).first()
    if document:
        batch.saved(Document, document)


def worth_changed(sender, instance, **kwargs):
    """Signal receiver: somebody has vouched for a translation, and the sheet says what it is worth."""
    if isinstance(instance, Document):
        batch.saved(Document, instance)
    elif hasattr(instance, "document"):
        batch.saved(Document, instance.document)


def _make_sheets(document, data_of, purpose):
    known = {edition.language: edition for edition in document.editions.filter(purpose=purpose)}
    for code in languages.CODES:
        edition = known.get(code)
        if edition and not edition.made_from:
            continue
        data = data_of(document, code)
        made_from = _digest([template_digest(), data]) if data else ""
        if edition and edition.made_from == made_from:
            continue
        content = _set(document, code, data) if data else None
        if content is None:
            if edition:
                edition.delete()
            continue
        Edition.objects.update_or_create(
            document=document,
            language=code,
            purpose=purpose,
            defaults={
                "stored": _keep_pdf(content),
                "made_from": made_from,
                "is_accessible": True,
                "edition_date": timezone.localdate(),
            },
        )


def _set(document, code, data):
    try:
        return pdf(data)
    except UnsettableError as error:
        logger.warning("%s in %s cannot be set: %s", document.key, code, error)
        return None


def _make_captions(document):
    known = {track.language: track for track in document.captions.all()}
    for code in languages.CODES:
        track = known.get(code)
        if track and not track.made_from:
            continue
        content = captions.webvtt(document.cues.all(), code)
        made_from = _digest(content) if content else ""
        if track and track.made_from == made_from:
            continue
        if not content:
            if track:
                track.delete()
            continue
        CaptionTrack.objects.update_or_create(
            document=document, language=code, defaults={"stored": _keep_captions(content), "made_from": made_from}
        )


def _digest(value):
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:16]


def _keep_pdf(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.pdf"
        path.write_bytes(content)
        return StoredFile.objects.keep(path, trusted=True, **look(path).facts)


def _keep_captions(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "captions.vtt"
        path.write_text(content, encoding="utf-8")
        return StoredFile.objects.keep(path, trusted=True, suffix="vtt", media_type="text/vtt", text=content)
