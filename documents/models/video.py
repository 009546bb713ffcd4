from django.db import models
from django.db.models import Q

from migrado import languages

from .document import Document
from .stored_file import StoredFile

_LANGUAGES = [(one.code, one.german_name) for one in languages.LANGUAGES]


class VideoSource(models.Model):
    """A film of a video document: what is spoken, or German Sign Language (DGS)."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="sources")
    stored = models.ForeignKey(StoredFile, verbose_name="Datei", on_delete=models.PROTECT, related_name="+")
    poster = models.ForeignKey(
        StoredFile, verbose_name="Standbild", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    language = models.CharField("Gesprochen", max_length=20, choices=_LANGUAGES, blank=True)
    is_sign_language = models.BooleanField("Deutsche Gebärdensprache", default=False)
    seconds = models.PositiveIntegerField("Dauer in Sekunden")
    width = models.PositiveSmallIntegerField("Breite")
    height = models.PositiveSmallIntegerField("Höhe")
    frames_per_second = models.DecimalField("Bilder je Sekunde", max_digits=5, decimal_places=2)

    class Meta:
        ordering = ["is_sign_language", "pk"]
        verbose_name = "Film"
        verbose_name_plural = "Filme"
        constraints = [
            models.CheckConstraint(
                # BITV: sign language must be large and fluent enough to be read.
                name="documents_videosource_sign_language_is_readable",
                condition=Q(is_sign_language=False) | Q(width__gte=320, height__gte=240, frames_per_second__gte=25),
                violation_error_message="Gebärdensprache braucht mindestens 320 × 240 Punkte und 25 Bilder je Sekunde.",
            )
        ]

    def __str__(self):
        return f"{self.document_id} {self.language or 'DGS'}"


class CaptionTrack(models.Model):
    """Captions of a video in one language (WebVTT)."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="captions")
    language = models.CharField("Sprache", max_length=20, choices=_LANGUAGES)
    stored = models.ForeignKey(StoredFile, verbose_name="Datei", on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["language"]
        verbose_name = "Untertitel"
        verbose_name_plural = "Untertitel"
        constraints = [
            models.UniqueConstraint(fields=["document", "language"], name="documents_captiontrack_one_per_language")
        ]

    def __str__(self):
        return f"{self.document_id} {self.language}"
