"""What is known of each outside link, and whose turn it is to look."""

from datetime import timedelta

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.utils import timezone
from django.utils.crypto import get_random_string

from .checking import LONGEST_TARGET, Result
from .registry import LONGEST

WEEK = timedelta(days=7) - timedelta(hours=4)
DAY = timedelta(days=1) - timedelta(hours=4)
"""A little less, so that a nightly run that takes longer one night does not leave links out the next."""

FAILURES_TO_BREAK = 3
TURN = timedelta(minutes=10)
"""A run that has said nothing for this long has died: longer than any one link takes."""


class State(models.TextChoices):
    """What staff need to know of a link."""

    WAITING = "waiting", "noch nicht geprüft"
    WORKS = "works", "geht"
    MOVED = "moved", "umgezogen"
    BROKEN = "broken", "kaputt"
    UNSURE = "unsure", "unklar"


_day = timezone.localdate
_IN_ORDER = (State.BROKEN, State.MOVED, State.UNSURE, State.WAITING, State.WORKS)

worst_first = Case(*(When(state=state, then=Value(rank)) for rank, state in enumerate(_IN_ORDER)))
"""For `order_by`: what needs a person's hand first."""


class LinkQuerySet(models.QuerySet):
    def due(self, now):
        """Links to look at: those asked for, new ones, failing ones daily, others weekly; in this order."""
        failing = Q(failures__gt=0, checked_at__lte=now - DAY)
        due = self.filter(Q(is_wanted=True) | Q(checked_at=None) | failing | Q(checked_at__lte=now - WEEK))
        return due.order_by("-is_wanted", F("checked_at").asc(nulls_first=True), "pk")


class Link(models.Model):
    """An outside address that stands somewhere, and what the last check found.

    `failures` counts failed checks in a row, `first_failed_at` is when the first was; an unclear answer in between
    changes neither. `is_wanted` says that staff want it looked at soon.
    """

    url = models.URLField("Adresse", max_length=LONGEST, unique=True)
    state = models.CharField("Zustand", max_length=10, choices=State, default=State.WAITING)
    code = models.PositiveSmallIntegerField("HTTP-Code", null=True, blank=True)
    target = models.URLField("Neue Adresse", max_length=LONGEST_TARGET, blank=True)
    why = models.CharField("Was nicht stimmt", max_length=200, blank=True)
    failures = models.PositiveIntegerField("Gescheitert, Mal nacheinander", default=0)
    first_failed_at = models.DateTimeField("Gestört seit", null=True, blank=True)
    checked_at = models.DateTimeField("Zuletzt geprüft", null=True, blank=True)
    is_wanted = models.BooleanField("soll bald geprüft werden", default=False)

    objects = LinkQuerySet.as_manager()

    class Meta:
        ordering = ["url"]
        # Links come from the records that hold them; "change" means: have them looked at.
        default_permissions = ("view", "change")
        verbose_name = "Link"
        verbose_name_plural = "Links"
        constraints = [
            models.CheckConstraint(
                name="links_link_failing_since",
                condition=Q(failures=0, first_failed_at=None) | Q(failures__gt=0, first_failed_at__isnull=False),
                violation_error_message="Zahl und Zeit der Störung gehören zusammen.",
            )
        ]

    def __str__(self):
        return self.url

    def note(self, finding, now):
        """Store what a check has found. A link counts as broken after failing three times, or on two days."""
        if finding.result == Result.FAILED:
            self.failures += 1
            self.first_failed_at = self.first_failed_at or now
            is_broken = self.failures >= FAILURES_TO_BREAK or _day(self.first_failed_at) != _day(now)
            self.state = State.BROKEN if is_broken else State.UNSURE
            self.why = finding.why if is_broken else f"{finding.why} Wird noch einmal geprüft."
        else:
            if finding.result != Result.UNSURE:
                self.failures, self.first_failed_at = 0, None
            self.state, self.why = State[finding.result.name], finding.why
        self.code, self.target, self.checked_at, self.is_wanted = finding.code, finding.target, now, False
        self.save()


class Turn(models.Model):
    """The one row that says who may ask hosts now: two at once would ask them twice as often."""

    runner = models.CharField(max_length=32, blank=True)
    until = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self):
        return f"{self.runner} until {self.until}"

    @classmethod
    def take(cls, now):
        """The name under which one may check for a while; "" if another does."""
        cls.objects.get_or_create(pk=1, defaults={"until": now})
        runner = get_random_string(32)
        taken = cls.objects.filter(pk=1, until__lte=now).update(runner=runner, until=now + TURN)
        return runner if taken else ""

    @classmethod
    def keep(cls, runner, until):
        """Go on until then; False if the turn was lost."""
        return bool(cls.objects.filter(pk=1, runner=runner).update(until=until))
