from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from catalog.hours import State, opening
from migrado.editorial.models import Sourced, year_in
from migrado.fields import LinesField, lines
from migrado.languages import name_of
from migrado.links import dial, host
from migrado.search.querysets import FindableQuerySet

from .base import Record
from .organisation import Organisation
from .place import District, Place

MIGRADO = "migrado-friedensplatz"
WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


class OfficeQuerySet(FindableQuerySet):
    def in_charge_of(self, district):
        """Offices for the people of one district, and those for the whole city."""
        return self.filter(Q(districts=district) | Q(districts=None)).distinct()

    def with_hours(self):
        """With what `catalog.hours.opening` needs, in two queries."""
        return self.prefetch_related("opening_times", "hours_exceptions")

    def open_at(self, moment):
        """Offices that are surely open: those with checked hours that say so."""
        checked = self.exclude(checked_at=None).with_hours()
        return self.filter(pk__in=[office.pk for office in checked if opening(office, moment).state == State.OPEN])

    def unconfirmed(self):
        """Offices whose hours nobody has checked."""
        return self.filter(checked_at=None)

    def migrado(self, code):
        """MigraDo's own counter, to which every dead end leads; None if staff have taken it off."""
        return self.published().for_reader(code, "place", "organisation").with_hours().filter(key=MIGRADO).first()


class Office(Record, Sourced):
    """A counter: an organisation at a place. Its name is an official German name and never translated."""

    organisation = models.ForeignKey(
        Organisation, verbose_name="Organisation", on_delete=models.PROTECT, related_name="offices"
    )
    place = models.ForeignKey(
        Place, verbose_name="Adresse", on_delete=models.PROTECT, null=True, blank=True, related_name="offices"
    )
    name = models.CharField("Name", max_length=200)
    phone = models.CharField("Telefon", max_length=60, blank=True)
    email = models.EmailField("E-Mail", blank=True)
    url = models.URLField("Website", max_length=300, blank=True)
    hours = models.CharField(
        "Öffnungszeiten, wie gefunden", max_length=300, blank=True, help_text="Unbestätigt. Es gelten die Zeiten unten."
    )
    hours_as_of = models.CharField("Stand der Öffnungszeiten", max_length=60, blank=True)
    by_appointment = models.BooleanField("nur mit Termin", default=False)
    languages = LinesField("Sprachen", help_text="Sprachcodes, einer je Zeile.")
    districts = models.ManyToManyField(District, verbose_name="zuständig für", blank=True, related_name="offices")
    staff_notes = models.TextField("Interne Notizen", blank=True)
    tasks = models.TextField("Was man hier erledigt", blank=True)
    access = models.TextField("Wie man einen Termin bekommt", blank=True)
    notes = models.TextField("Hinweise", blank=True)
    unconfirmed = LinesField("Nicht bestätigt", help_text="Ein Punkt je Zeile, für Besucher verständlich.")

    objects = OfficeQuerySet.as_manager()

    class Meta(Sourced.Meta):
        ordering = ["name"]
        verbose_name = "Amt oder Beratungsstelle"
        verbose_name_plural = "Ämter und Beratungsstellen"

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("office", args=[self.key])

    @property
    def hours_year(self):
        """The year of which the opening hours are known; empty if unknown."""
        return year_in(self.hours_as_of)

    @property
    def week(self):
        """(day's name, its opening times) of all seven days; empty for an office without hours."""
        times = list(self.opening_times.all())
        if not times:
            return []
        return [(WEEKDAYS[day], [time for time in times if time.weekday == day]) for day in range(7)]

    @property
    def dial(self):
        """The phone number as a `tel:` link wants it."""
        return dial(self.phone)

    @property
    def host(self):
        """The website's host name."""
        return host(self.url)

    @property
    def spoken(self):
        """The languages spoken here, each by its own name."""
        return [name_of(code) for code in lines(self.languages)]
