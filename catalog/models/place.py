from django.db import models
from django.db.models import Q

from migrado.fields import LinesField

from .base import Record


class District(Record):
    """One of Dortmund's twelve city districts (Stadtbezirke)."""

    name = models.CharField("Name", max_length=60)
    inner_city = models.BooleanField("Innenstadt", default=False)
    quarters = LinesField("Stadtteile")

    class Meta:
        ordering = ["name"]
        verbose_name = "Stadtbezirk"
        verbose_name_plural = "Stadtbezirke"

    def __str__(self):
        return self.name


class Postcode(models.Model):
    """A delivery postcode. Its borders are not those of the districts: one may lie in several."""

    code = models.CharField("Postleitzahl", max_length=5, unique=True)
    latitude = models.FloatField("Breite", null=True, blank=True)
    longitude = models.FloatField("Länge", null=True, blank=True)
    main_district = models.ForeignKey(
        District, verbose_name="Stadtbezirk", on_delete=models.PROTECT, related_name="main_postcodes"
    )
    also_districts = models.ManyToManyField(District, verbose_name="auch in", blank=True, related_name="also_postcodes")
    district_confidence = models.CharField("Sicherheit der Zuordnung", max_length=30, blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = "Postleitzahl"
        verbose_name_plural = "Postleitzahlen"
        constraints = [
            models.CheckConstraint(
                name="catalog_postcode_five_digits",
                condition=Q(code__regex=r"^[0-9]{5}$"),
                violation_error_message="Eine Postleitzahl hat fünf Ziffern.",
            )
        ]

    def __str__(self):
        return self.code


class Place(models.Model):
    """An address. Several offices may share it."""

    key = models.CharField("Schlüssel", max_length=100, unique=True)
    street = models.CharField("Straße und Hausnummer", max_length=120, blank=True)
    postcode = models.CharField("Postleitzahl", max_length=5, blank=True)
    city = models.CharField("Ort", max_length=60, default="Dortmund")
    district = models.ForeignKey(District, verbose_name="Stadtbezirk", on_delete=models.PROTECT, null=True, blank=True)
    latitude = models.FloatField("Breite", null=True, blank=True)
    longitude = models.FloatField("Länge", null=True, blank=True)
    step_free = models.BooleanField("ohne Stufen", null=True, blank=True, help_text="Leer: nicht bekannt.")
    stop = models.CharField("Haltestelle", max_length=120, blank=True)

    class Meta:
        ordering = ["street"]
        verbose_name = "Adresse"
        verbose_name_plural = "Adressen"
        constraints = [
            models.CheckConstraint(
                name="catalog_place_postcode_five_digits",
                condition=Q(postcode="") | Q(postcode__regex=r"^[0-9]{5}$"),
                violation_error_message="Eine Postleitzahl hat fünf Ziffern.",
            ),
            models.CheckConstraint(
                name="catalog_place_both_coordinates",
                condition=Q(latitude=None, longitude=None) | Q(latitude__isnull=False, longitude__isnull=False),
                violation_error_message="Breite und Länge gehören zusammen.",
            ),
        ]

    def __str__(self):
        return ", ".join(part for part in (self.street, self.town) if part)

    @property
    def town(self):
        """Postcode and city as on an envelope."""
        return f"{self.postcode} {self.city}".strip()
