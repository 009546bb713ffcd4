from django.db import models

from migrado.editorial.models import Confidence, Source
from migrado.links import dial

from .base import Record, german_required


class EmergencyLevel(models.TextChoices):
    """Numbers that save a life stand first and large."""

    LIFE = "life", "Lebensgefahr"
    HELP = "help", "Hilfe"


class EmergencyNumber(Record):
    """A number to call in an emergency."""

    number = models.CharField("Nummer", max_length=30)
    level = models.CharField("Stufe", max_length=5, choices=EmergencyLevel, default=EmergencyLevel.HELP)
    order = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    confidence = models.CharField("Sicherheit", max_length=30, choices=Confidence)
    as_of = models.CharField("Stand", max_length=20, blank=True)
    unsure = models.BooleanField("nicht bestätigt", default=False)
    sources = models.ManyToManyField(Source, verbose_name="Quellen", blank=True)
    name = models.CharField("Name", max_length=120)
    use = models.TextField("Wofür", blank=True)
    hours = models.CharField("Wann", max_length=160, blank=True)

    class Meta:
        ordering = ["order", "key"]
        verbose_name = "Notrufnummer"
        verbose_name_plural = "Notrufnummern"
        constraints = [german_required("name")]

    def __str__(self):
        return f"{self.number} {self.name_de}"

    @property
    def dial(self):
        """The number as a `tel:` link wants it."""
        return dial(self.number)
