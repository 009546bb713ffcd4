from django.db import models
from django.db.models import Q
from django.urls import reverse

from migrado import languages

from .document import Document
from .stored_file import StoredFile


class Edition(models.Model):
    """A document in one language: a file of ours, or a link to the publisher's. Size in bytes."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="editions")
    language = models.CharField(
        "Sprache", max_length=20, choices=[(one.code, one.german_name) for one in languages.LANGUAGES]
    )
    stored = models.ForeignKey(
        StoredFile, verbose_name="Datei", on_delete=models.PROTECT, null=True, blank=True, related_name="editions"
    )
    url = models.URLField("Link", max_length=400, blank=True)
    edition_date = models.DateField("Stand", null=True, blank=True)
    is_accessible = models.BooleanField("barrierefrei", null=True, blank=True)
    is_typeset = models.BooleanField("aus dem Text gesetzt", default=False, editable=False)

    class Meta:
        ordering = ["document", "language"]
        verbose_name = "Ausgabe"
        verbose_name_plural = "Ausgaben"
        constraints = [
            models.UniqueConstraint(
                fields=["document", "language"],
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
        return reverse("edition", args=[self.document.key, self.language, self.stored.suffix])

    @property
    def reader_language(self):
        """The `Language` it is in."""
        return languages.get(self.language)
