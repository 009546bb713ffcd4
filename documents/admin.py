"""The library in the admin: texts in pairs, files checked by their content."""

import tempfile
from pathlib import Path

from django import forms
from django.contrib import admin
from django.db import transaction

from migrado.editorial.admin import PairedInline, RecordAdmin

from . import models
from .uploads.base import LARGEST, RefusedError
from .uploads.checking import check


class EditionForm(forms.ModelForm):
    """An edition with a file to upload; what is refused says why, and nothing of it is kept."""

    upload = forms.FileField(
        label="Neue Datei", required=False, help_text="PDF, DOCX, ODT, Bild; bis 200 MB. Wird nach dem Inhalt geprüft."
    )

    class Meta:
        model = models.Edition
        fields = ("language", "upload", "url", "edition_date", "is_accessible")

    def clean_upload(self):
        """The checked upload as a `StoredFile`."""
        upload = self.cleaned_data["upload"]
        if not upload:
            return None
        if upload.size > LARGEST:
            raise forms.ValidationError("Die Datei ist größer als 200 MB.")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "upload"
            try:
                with path.open("wb") as target:
                    for chunk in upload.chunks():
                        target.write(chunk)
                found = check(upload.name, path, Path(folder))
                with transaction.atomic():
                    return models.StoredFile.objects.keep(found.path, **found.facts)
            except RefusedError as error:
                raise forms.ValidationError(str(error)) from error
            except OSError as error:
                raise forms.ValidationError(
                    "Die Datei konnte nicht gespeichert werden. Ist der Speicher voll?"
                ) from error

    def clean(self):
        """A new file takes the place of the old file or of the link."""
        data = super().clean()
        if data.get("upload"):
            self.instance.stored = data["upload"]
            self.instance.is_typeset = False
            self.instance.url = data["url"] = ""
        return data


class EditionInline(admin.TabularInline):
    """The files by language."""

    model = models.Edition
    form = EditionForm
    extra = 0
    readonly_fields = ("stored",)


class FormFieldInline(PairedInline):
    """The fields of a form."""

    model = models.FormField


@admin.register(models.Document)
class DocumentAdmin(RecordAdmin):
    """Leaflets, forms and videos."""

    list_display = ("title_de", "key", "kind", "publisher", "review_by", "published")
    list_filter = ("kind", "published", ("review_by", admin.EmptyFieldListFilter), "topics")
    list_select_related = ("publisher",)
    search_fields = ("key", "title_de", "german")
    autocomplete_fields = ("publisher", "topics", "services")
    inlines = (EditionInline, FormFieldInline)
