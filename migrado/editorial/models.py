"""Where facts come from, how sure they are, and what the starter content last wrote."""

import re

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from migrado import languages
from migrado.fields import LinesField


def year_in(text):
    """The first year that a research note names ("undated (2022-2024)" gives "2022"); empty if none."""
    found = re.search(r"\b(?:19|20)\d\d\b", text)
    return found.group() if found else ""


class Source(models.Model):
    """A page a fact was found on. Evidence for staff; many are old copies, so visitors are never sent there."""

    key = models.SlugField("Schlüssel", unique=True, max_length=80)
    url = models.CharField("Adresse", max_length=500)
    date = models.CharField("Datum", max_length=40, blank=True)
    date_basis = models.CharField("Woher das Datum stammt", max_length=200, blank=True)
    supports = models.TextField("Belegt", blank=True)

    class Meta:
        ordering = ["key"]
        verbose_name = "Quelle"
        verbose_name_plural = "Quellen"

    def __str__(self):
        return self.key


class Confidence(models.TextChoices):
    """How sure a record is, as the research says it."""

    SOURCED = "sourced", "belegt"
    PARTLY_SOURCED = "partly_sourced", "teilweise belegt"
    GENERAL_KNOWLEDGE = "general_knowledge_verify", "Allgemeinwissen, bitte prüfen"


class Sourced(models.Model):
    """A record with facts: sources, doubts, and whether a member of staff has checked it."""

    confidence = models.CharField("Sicherheit", max_length=30, choices=Confidence)
    verify = LinesField("Zu prüfen", help_text="Punkte, die niemand bestätigt hat; einer je Zeile.")
    facts_as_of = models.CharField("Stand der Angaben", max_length=60, blank=True)
    newest_dated_source = models.CharField("Jüngste datierte Quelle", max_length=40, blank=True)
    sources = models.ManyToManyField(Source, verbose_name="Quellen", blank=True)
    checked_at = models.DateField("Geprüft am", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="Geprüft von",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_checked_at_and_by",
                condition=Q(checked_at=None, checked_by=None) | Q(checked_at__isnull=False, checked_by__isnull=False),
                violation_error_message="Datum und Person der Prüfung gehören zusammen.",
            )
        ]

    @property
    def known_as_of(self):
        """The year in which the facts were last known to hold; empty if unknown."""
        return year_in(self.facts_as_of) or year_in(self.newest_dated_source)


class LoadedRecord(models.Model):
    """What `load_content` last wrote to a record: a digest per attribute.

    An attribute whose value no longer has this digest was edited by staff and is left alone.
    """

    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=100)
    digests = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="editorial_loadedrecord_one_per_key")]

    def __str__(self):
        return f"{self.kind} {self.key}"


class State(models.TextChoices):
    """What a text is worth."""

    MACHINE = "machine", "maschinell"
    HUMAN = "human", "von Menschen"
    REVIEWED = "reviewed", "geprüft"


class TranslationStateQuerySet(models.QuerySet):
    def of(self, model):
        """States of one model's objects."""
        return self.filter(content_type=ContentType.objects.get_for_model(model))

    def with_outdated(self):
        """With `is_outdated`: the German that a translation was made from is not the German of now."""
        german = TranslationState.objects.filter(
            content_type=OuterRef("content_type"), object_id=OuterRef("object_id"), language=languages.SOURCE
        )
        return self.annotate(is_outdated=~Q(source=Subquery(german.values("text"))))

    def outdated(self):
        """Translations made from a German text that has changed since."""
        return self.with_outdated().exclude(language=languages.SOURCE).filter(is_outdated=True)


class TranslationState(models.Model):
    """What an object's texts in one language are worth.

    `text` is a digest of the texts themselves, `source` of the German they were made from. The German row of each
    object holds the digest of the German of now, so that "outdated" is a comparison in SQL.
    """

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=State)
    source = models.CharField(max_length=16)
    text = models.CharField(max_length=16)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    objects = TranslationStateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "language"], name="editorial_translationstate_one_per_language"
            )
        ]
        indexes = [models.Index(fields=["language", "state"], name="editorial_state_by_language")]
        verbose_name = "Übersetzung"
        verbose_name_plural = "Übersetzungen"

    def __str__(self):
        return f"{self.content_type.model} {self.object_id} {self.language}: {self.get_state_display()}"


class GermanVersion(models.Model):
    """The German texts of an object as they once were, for as long as a translation is made from them."""

    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=16)
    texts = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "digest"], name="editorial_germanversion_one_per_digest"
            )
        ]

    def __str__(self):
        return f"{self.content_type.model} {self.object_id}: {self.digest}"


from .machine.models import TranslationJob  # noqa: E402, F401 (Django finds models by this module)
