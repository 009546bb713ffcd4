from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from catalog.models.base import german_required
from migrado import languages
from migrado.fields import ReaderQuerySet

from .document import Document
from .stored_file import StoredFile

_LANGUAGES = [(one.code, one.german_name) for one in languages.LANGUAGES]


class VideoSource(models.Model):
    """A film of a video document, without sound, spoken, or in German Sign Language (DGS)."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="films")
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

    def get_absolute_url(self):
        return reverse("film", args=[self.document.key, self.pk, self.stored.suffix])

    @property
    def poster_url(self):
        """The picture that stands for the film until it plays; empty if there is none."""
        has_poster = (self.poster and self.poster.is_servable) or self.stored.preview
        return reverse("poster", args=[self.document.key, self.pk]) if has_poster else ""


class Cue(models.Model):
    """What is said or shown between two seconds of a video: captions and transcript are made from it."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="cues")
    start = models.DecimalField("von Sekunde", max_digits=7, decimal_places=2)
    end = models.DecimalField("bis Sekunde", max_digits=7, decimal_places=2)
    text = models.CharField("Text", max_length=200)

    objects = ReaderQuerySet.as_manager()

    class Meta:
        ordering = ["start", "pk"]
        verbose_name = "Untertitelzeile"
        verbose_name_plural = "Untertitelzeilen"
        constraints = [
            models.CheckConstraint(
                name="documents_cue_ends_after_its_start",
                condition=Q(start__gte=0, end__gt=F("start")),
                violation_error_message="Das Ende liegt vor dem Anfang.",
            ),
            german_required("text"),
        ]

    def __str__(self):
        return f"{self.document_id} {self.start}"


class CaptionTrack(models.Model):
    """Captions of a video in one language (WebVTT). `made_from` as in an `Edition`."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="captions")
    language = models.CharField("Sprache", max_length=20, choices=_LANGUAGES)
    stored = models.ForeignKey(StoredFile, verbose_name="Datei", on_delete=models.PROTECT, related_name="+")
    made_from = models.CharField("gesetzt aus", max_length=16, blank=True, editable=False)

    class Meta:
        ordering = ["language"]
        verbose_name = "Untertitel"
        verbose_name_plural = "Untertitel"
        constraints = [
            models.UniqueConstraint(fields=["document", "language"], name="documents_captiontrack_one_per_language")
        ]

    def __str__(self):
        return f"{self.document_id} {self.language}"

    def get_absolute_url(self):
        return reverse("captions", args=[self.document.key, self.language])

    @property
    def reader_language(self):
        """The `Language` they are in."""
        return languages.get(self.language)

    @property
    def srclang(self):
        """Their language as browsers know it: plain German is German."""
        return self.language.partition("-")[0]
