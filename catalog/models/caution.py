from django.db import models

from migrado.editorial.models import Source
from migrado.fields import ReaderQuerySet

from .base import Record, german_required
from .service import Service
from .topic import Topic


class CautionKind(models.TextChoices):
    """How certain the change is."""

    ANNOUNCED = "announced", "angekündigt"
    UNCERTAIN = "uncertain", "unsicher"
    IN_FORCE = "in_force", "in Kraft"


class CautionQuerySet(ReaderQuerySet):
    def for_visitors(self):
        """Published cautions that say something to visitors, not only to staff."""
        return self.published().filter(staff_only=False)


class Caution(Record):
    """A change of the law or of an office that is announced, uncertain or new; shown on its services."""

    topic = models.ForeignKey(
        Topic, verbose_name="Thema", on_delete=models.PROTECT, null=True, blank=True, related_name="cautions"
    )
    services = models.ManyToManyField(Service, verbose_name="Dienste", blank=True, related_name="cautions")
    date = models.DateField("Datum", null=True, blank=True)
    kind = models.CharField("Art", max_length=12, choices=CautionKind, default=CautionKind.UNCERTAIN)
    staff_only = models.BooleanField("nur für die Redaktion", default=False)
    sources = models.ManyToManyField(Source, verbose_name="Quellen", blank=True)
    title = models.CharField("Titel", max_length=160)
    text = models.TextField("Text")

    objects = CautionQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        verbose_name = "Warnhinweis"
        verbose_name_plural = "Warnhinweise"
        constraints = [german_required("text")]

    def __str__(self):
        return self.title_de or self.key
