from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from migrado import languages

from .document import Document
from .stored_file import StoredFile

REVIEW_AFTER = timedelta(days=365)
"""When somebody looks at a new file or link again, where staff set no other day."""


class Purpose(models.TextChoices):
    """What a file is: the document itself, or a sheet that explains how to fill it in."""

    DOCUMENT = "document", "das Dokument selbst"
    HELP = "help", "Ausfüllhilfe"


class EditionQuerySet(models.QuerySet):
    def overdue(self):
        """Those that somebody should have looked at by now."""
        return self.filter(review_by__lt=timezone.localdate())

    def due_within(self, days):
        """Those that somebody should look at in the next days, today included."""
        today = timezone.localdate()
        return self.filter(review_by__range=(today, today + timedelta(days=days)))


class Edition(models.Model):
    """A document in one language: a file of ours, or a link to the publisher's.

    `made_from` is the digest of the texts that the portal has set the file from; empty for a file that staff chose.
    """

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="editions")
    language = models.CharField(
        "Sprache", max_length=20, choices=[(one.code, one.german_name) for one in languages.LANGUAGES]
    )
    purpose = models.CharField("Was es ist", max_length=10, choices=Purpose, default=Purpose.DOCUMENT)
    stored = models.ForeignKey(
        StoredFile, verbose_name="Datei", on_delete=models.PROTECT, null=True, blank=True, related_name="editions"
    )
    url = models.URLField("Link", max_length=400, blank=True)
    edition_date = models.DateField("Stand", null=True, blank=True)
    review_by = models.DateField(
        "Prüfen bis", null=True, blank=True, help_text="Bei einer neuen Datei ohne Datum: in einem Jahr."
    )
    is_accessible = models.BooleanField("barrierefrei", null=True, blank=True)
    made_from = models.CharField("gesetzt aus", max_length=16, blank=True, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["document", "language"]
        verbose_name = "Datei oder Link"
        verbose_name_plural = "Dateien und Links"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "language", "purpose"],
                name="documents_edition_one_per_language",
                violation_error_message="Diese Sprache gibt es schon.",
            ),
            models.CheckConstraint(
                name="documents_edition_file_or_link",
                condition=Q(stored__isnull=False, url="") | (Q(stored=None) & ~Q(url="")),
                violation_error_message="Entweder eine Datei oder ein Link.",
            ),
        ]

    def __str__(self):
        return f"{self.document_id} {self.language}"

    def get_absolute_url(self):
        """Where the file is served, or the publisher's address."""
        if self.url:
            return self.url
        name = "help_sheet" if self.purpose == Purpose.HELP else "edition"
        return reverse(name, args=[self.document.key, self.language, self.stored.suffix])

    @property
    def is_there(self):
        """True if a visitor can have it: a link, or a file that nothing is waiting for."""
        return bool(self.url) or self.stored.is_servable

    @property
    def reader_language(self):
        """The `Language` it is in."""
        return languages.get(self.language)
