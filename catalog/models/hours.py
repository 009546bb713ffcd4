from django.db import models
from django.db.models import F, Q

from migrado.fields import ReaderQuerySet

from .office import Office


class Weekday(models.IntegerChoices):
    """The days of the week, as Python counts them."""

    MONDAY = 0, "Montag"
    TUESDAY = 1, "Dienstag"
    WEDNESDAY = 2, "Mittwoch"
    THURSDAY = 3, "Donnerstag"
    FRIDAY = 4, "Freitag"
    SATURDAY = 5, "Samstag"
    SUNDAY = 6, "Sonntag"


class OpeningTime(models.Model):
    """One stretch of a week in which an office is open. One that closes before it opens ends on the next day."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="opening_times")
    weekday = models.PositiveSmallIntegerField("Tag", choices=Weekday)
    opens = models.TimeField("von")
    closes = models.TimeField("bis")

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name = "Öffnungszeit"
        verbose_name_plural = "Öffnungszeiten"
        constraints = [
            models.CheckConstraint(
                name="catalog_openingtime_some_time",
                condition=~Q(opens=F("closes")),
                violation_error_message="Beginn und Ende sind gleich.",
            ),
            models.UniqueConstraint(
                name="catalog_openingtime_once",
                fields=["office", "weekday", "opens"],
                violation_error_message="Diese Zeit steht schon da.",
            ),
        ]

    def __str__(self):
        return f"{self.get_weekday_display()} {self.opens:%H:%M}–{self.closes:%H:%M}"


class HoursException(models.Model):
    """Days on which the week's hours do not hold: closed, or open at other times."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="hours_exceptions")
    first_day = models.DateField("vom")
    last_day = models.DateField("bis zum")
    opens = models.TimeField("offen von", null=True, blank=True, help_text="Leer: geschlossen.")
    closes = models.TimeField("offen bis", null=True, blank=True)
    reason = models.CharField("Grund", max_length=200, blank=True)

    objects = ReaderQuerySet.as_manager()

    class Meta:
        ordering = ["first_day"]
        verbose_name = "Ausnahme"
        verbose_name_plural = "Ausnahmen"
        constraints = [
            models.CheckConstraint(
                name="catalog_hoursexception_days_in_order",
                condition=Q(first_day__lte=F("last_day")),
                violation_error_message="Der letzte Tag liegt vor dem ersten.",
            ),
            models.CheckConstraint(
                name="catalog_hoursexception_both_times",
                condition=Q(opens=None, closes=None) | Q(opens__isnull=False, closes__isnull=False),
                violation_error_message="Bitte beide Zeiten angeben oder keine.",
            ),
        ]

    def __str__(self):
        return f"{self.first_day:%d.%m.%Y}–{self.last_day:%d.%m.%Y}"
