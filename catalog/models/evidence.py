from django.db import models

from migrado.fields import ReaderQuerySet

from .base import Record, german_required
from .criterion import Answer

SERVICES_SHOWN = 6


class Evidence(Record):
    """A thing to bring, shared by services so that it is translated once."""

    german = models.CharField("Deutscher Name", max_length=160, help_text="Steht in jeder Sprache unter dem Namen.")
    name = models.CharField("Name", max_length=200)
    explanation = models.TextField("Erklärung", blank=True)

    class Meta:
        ordering = ["german"]
        verbose_name = "Unterlage"
        verbose_name_plural = "Unterlagen"
        constraints = [german_required("name")]

    def __str__(self):
        return self.german

    @property
    def wanting(self):
        """Some of the services that want it, each once."""
        return list(dict.fromkeys(use.service for use in self.uses.all()))[:SERVICES_SHOWN]


class Original(models.TextChoices):
    """Which form of a paper is wanted."""

    ORIGINAL = "original", "Original"
    COPY = "copy", "Kopie"
    BOTH = "both", "Original und Kopie"


class ServiceEvidence(models.Model):
    """What one service wants to see: which evidence, in which form, from whom."""

    service = models.ForeignKey("catalog.Service", on_delete=models.CASCADE, related_name="evidence_wanted")
    evidence = models.ForeignKey(Evidence, verbose_name="Unterlage", on_delete=models.PROTECT, related_name="uses")
    order = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    original = models.CharField("Form", max_length=10, choices=Original, blank=True)
    copies = models.PositiveSmallIntegerField("Anzahl Kopien", null=True, blank=True)
    unsure = models.BooleanField("nicht bestätigt", default=False)
    residence_status = models.ManyToManyField(
        Answer,
        verbose_name="nur bei Aufenthaltsstatus",
        blank=True,
        limit_choices_to={"criterion__key": "status"},
        related_name="+",
    )
    note = models.CharField("Hinweis", max_length=300, blank=True)

    objects = ReaderQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "verlangte Unterlage"
        verbose_name_plural = "verlangte Unterlagen"

    def __str__(self):
        return str(self.evidence)
