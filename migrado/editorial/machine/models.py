"""Machine translations that were asked for, and how far they are."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

STALE_AFTER = timedelta(minutes=2)
"""A job that has said nothing for this long has died: longer than any one request with all its repetitions takes."""


class JobState(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", "wartet"
    RUNNING = "running", "läuft"
    DONE = "done", "fertig"
    STOPPED = "stopped", "angehalten"
    FAILED = "failed", "abgebrochen"


FAULTS_KEPT = 200

OPEN = (JobState.WAITING, JobState.RUNNING)


class TranslationJob(models.Model):
    """One machine translation of a work list: what was asked for, how far it is, what is left to people.

    `runner` names the process that works on it: who finds another name there has been replaced and ends. `characters`
    counts those sent so far. `faults` is a list of {"ref", "title", "messages"} of objects with texts that were not
    written and are left to people; `objects_by_hand` counts them, for the list ends at `FAULTS_KEPT`.
    """

    language = models.CharField("Sprache", max_length=20)
    which = models.CharField("Welche Texte", max_length=10)
    label = models.CharField("Art", max_length=60, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField("Stand", max_length=10, choices=JobState, default=JobState.WAITING)
    runner = models.CharField(max_length=32, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(default=timezone.now)
    objects_total = models.PositiveIntegerField(default=0)
    objects_done = models.PositiveIntegerField(default=0)
    objects_by_hand = models.PositiveIntegerField(default=0)
    characters = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list)
    message = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["language"],
                condition=Q(state__in=["waiting", "running"]),
                name="editorial_translationjob_one_open_per_language",
            )
        ]
        verbose_name = "Maschinelle Übersetzung"
        verbose_name_plural = "Maschinelle Übersetzungen"

    def __str__(self):
        return f"{self.language} {self.which} {self.label}".strip() + f": {self.get_state_display()}"

    @property
    def is_open(self):
        """Whether it waits or runs, as far as one knows."""
        return self.state in OPEN

    @property
    def is_silent(self):
        """Whether it should be at work and has not been heard of for long."""
        return self.is_open and timezone.now() - self.heartbeat_at > STALE_AFTER

    @property
    def may_continue(self):
        """Whether a person may set it to work again."""
        return self.state in (JobState.STOPPED, JobState.FAILED) or self.is_silent
