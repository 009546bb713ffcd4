"""A form field for an upload that is checked by its content; see static/admin/upload-progress.js."""

import logging
import tempfile
from pathlib import Path

from django import forms

from documents.models.stored_file import StoredFile

from . import apart
from .base import LARGEST, NO_ROOM, RefusedError
from .checking import KINDS, names

logger = logging.getLogger(__name__)


class CheckedFileInput(forms.FileInput):
    """A file input that says in the browser already what is too large, and how far an upload is."""

    class Media:
        js = [forms.Script("admin/upload-progress.js", type="module")]


class CheckedFileField(forms.FileField):
    """A file of some kinds. Gives a `StoredFile`, or None without an upload; its `checked` are the facts of the upload.

    What is refused says why, and nothing of it is kept.
    """

    widget = CheckedFileInput

    def __init__(self, *, kinds=KINDS, **kwargs):
        self.kinds = kinds
        kwargs.setdefault("help_text", f"{names(kinds)}; bis {LARGEST // 1024 // 1024} MB.")
        super().__init__(allow_empty_file=True, **kwargs)

    def widget_attrs(self, widget):
        accept = ",".join(f".{kind}" for kind in self.kinds)
        return super().widget_attrs(widget) | {"accept": accept, "data-largest": LARGEST}

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if not upload:
            return None
        if refusal := getattr(upload, "refusal", ""):
            raise forms.ValidationError(refusal)
        try:
            return self._keep(upload)
        except RefusedError as error:
            raise forms.ValidationError(str(error)) from error
        except OSError as error:
            logger.exception("An upload could not be stored.")
            raise forms.ValidationError(NO_ROOM) from error

    def _keep(self, upload):
        with tempfile.TemporaryDirectory() as folder:
            found = apart.check(upload.name, _on_disk(upload, folder), Path(folder), self.kinds)
            stored = StoredFile.objects.keep(found.path, **found.facts)
        stored.checked = found
        return stored


def _on_disk(upload, folder):
    if hasattr(upload, "temporary_file_path"):
        return Path(upload.temporary_file_path())
    path = Path(folder) / "upload"
    with path.open("wb") as target:
        for chunk in upload.chunks():
            target.write(chunk)
    return path
