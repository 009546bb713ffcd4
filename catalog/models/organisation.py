from django.db import models
from django.db.models import Q
from django.urls import reverse

from migrado.editorial.models import Sourced
from migrado.fields import LinesField, ReaderQuerySet
from migrado.links import host

from .base import Record, german_required


class OrganisationKind(models.TextChoices):
    """Who runs an organisation. Only `city` is the city itself."""

    CITY = "city", "Stadt"
    JOBCENTRE = "jobcentre", "Jobcenter"
    STATE = "state", "Land"
    FEDERAL = "federal", "Bund"
    COURT = "court", "Gericht"
    CHAMBER = "chamber", "Kammer"
    WELFARE = "welfare", "Wohlfahrtsverband"
    ASSOCIATION = "association", "Verein"
    EDUCATION = "education", "Bildung"
    HEALTH = "health", "Gesundheit"
    UTILITY = "utility", "Versorger"
    OTHER = "other", "Andere"


class OrganisationQuerySet(ReaderQuerySet):
    def deciding(self):
        """Organisations that decide on a published service, themselves or at one of their offices."""
        from .responsibility import Responsibility, Role

        rules = Responsibility.objects.filter(role=Role.DECIDES, service__published=True)
        return self.filter(Q(pk__in=rules.values("organisation")) | Q(offices__in=rules.values("office"))).distinct()

    def with_offices(self):
        """Organisations with at least one published office."""
        return self.filter(offices__published=True).distinct()


class Organisation(Record, Sourced):
    """An authority, association or company. Its name is an official German name and never translated."""

    kind = models.CharField("Art", max_length=20, choices=OrganisationKind)
    parent = models.ForeignKey(
        "self",
        verbose_name="Gehört zu",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    name = models.CharField("Name", max_length=200)
    short_name = models.CharField("Kurzname", max_length=60, blank=True)
    url = models.URLField("Website", max_length=300, blank=True)
    languages = LinesField("Sprachen", help_text="Sprachcodes, einer je Zeile.")
    staff_notes = models.TextField("Interne Notizen", blank=True)
    description = models.TextField("Beschreibung")
    for_whom = models.TextField("Für wen", blank=True)
    notes = models.TextField("Hinweise", blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta(Sourced.Meta):
        ordering = ["name"]
        verbose_name = "Organisation"
        verbose_name_plural = "Organisationen"
        constraints = [*Sourced.Meta.constraints, german_required("description")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("organisation", args=[self.key])

    @property
    def host(self):
        """The website's host name."""
        return host(self.url)

    @property
    def is_city(self):
        return self.kind == OrganisationKind.CITY
