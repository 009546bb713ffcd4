from django.db import models
from django.urls import reverse

from catalog.models import Organisation, Service, Topic
from catalog.models.base import Record, german_required
from migrado.editorial.models import Sourced
from migrado.fields import ReaderQuerySet
from migrado.search.querysets import FindableQuerySet


class DocumentKind(models.TextChoices):
    """What one does with it: read, fill in, watch."""

    LEAFLET = "leaflet", "Merkblatt"
    FORM = "form", "Formular"
    VIDEO = "video", "Video"


class DocumentQuerySet(FindableQuerySet):
    def in_language(self, code):
        """Documents that one can read in a language: as a file, or as a film with captions."""
        return self.filter(models.Q(editions__language=code) | models.Q(captions__language=code)).distinct()

    def with_files(self):
        """Documents with what a `Shelf` needs."""
        return self.prefetch_related("editions__stored", "films__stored", "films__poster", "captions__stored")

    def under(self, topic):
        """Documents of a topic and of the topics below it."""
        return self.filter(models.Q(topics=topic) | models.Q(topics__parent=topic)).distinct()


class Document(Record, Sourced):
    """A leaflet, a form or a video, in all its languages.

    `body` is the text of a leaflet as Markdown, `german` the official name of a form, `link` where the publisher has
    it. `is_bilingual` says that a German-speaking person must be able to read it too: German stands beneath each line.
    """

    kind = models.CharField("Art", max_length=10, choices=DocumentKind)
    german = models.CharField("Amtlicher Name", max_length=160, blank=True)
    publisher = models.ForeignKey(
        Organisation,
        verbose_name="Herausgeber",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="documents",
    )
    topics = models.ManyToManyField(Topic, verbose_name="Themen", blank=True, related_name="documents")
    services = models.ManyToManyField(Service, verbose_name="Dienste", blank=True, related_name="documents")
    is_bilingual = models.BooleanField("Deutsch daneben", default=False)
    link = models.URLField("Offizielle Seite", max_length=400, blank=True)
    order = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    title = models.CharField("Titel", max_length=160)
    summary = models.TextField("Kurz gesagt")
    body = models.TextField(
        "Text", blank=True, help_text="Markdown: ## für eine Überschrift, - für eine Liste, ____ für eine Lücke."
    )

    objects = DocumentQuerySet.as_manager()

    class Meta(Sourced.Meta):
        ordering = ["order", "key"]
        verbose_name = "Dokument"
        verbose_name_plural = "Dokumente"
        constraints = [*Sourced.Meta.constraints, german_required("title"), german_required("summary")]

    def __str__(self):
        return self.title_de or self.key

    def get_absolute_url(self):
        return reverse("document", args=[self.key])


class FormField(models.Model):
    """One field of a form: its German label, and in every language what to write there."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="fields")
    german = models.CharField("Feld auf dem Formular", max_length=160)
    example = models.CharField("Beispiel", max_length=160, blank=True)
    order = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    name = models.CharField("Name", max_length=160)
    explanation = models.TextField("Erklärung")

    objects = ReaderQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "Feld"
        verbose_name_plural = "Felder"
        constraints = [german_required("explanation")]

    def __str__(self):
        return self.german
