from django.db import models
from django.db.models import F, Q

from migrado.fields import ReaderQuerySet

from .base import Record, german_required, key_validator


class Criterion(Record):
    """Something that decides who is responsible and that a visitor can answer, such as the residence status."""

    order = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    per_service = models.BooleanField(
        "je Dienst",
        default=False,
        help_text="Zur Wahl stehen nur die Antworten, die bei den Zuständigkeiten des Dienstes vorkommen.",
    )
    question = models.CharField("Frage", max_length=200)

    class Meta:
        ordering = ["order", "key"]
        verbose_name = "Merkmal"
        verbose_name_plural = "Merkmale"
        constraints = [german_required("question")]

    def __str__(self):
        return self.question_de or self.key


class AnswerQuerySet(ReaderQuerySet):
    def to(self, criterion_key):
        """The answers to one criterion."""
        return self.filter(criterion__key=criterion_key)


class Answer(models.Model):
    """One possible answer to a criterion. The key is what stands in the query string."""

    criterion = models.ForeignKey(Criterion, verbose_name="Merkmal", on_delete=models.CASCADE, related_name="answers")
    key = models.CharField("Schlüssel", max_length=60, unique=True, validators=[key_validator])
    order = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    icon = models.SlugField("Symbol", blank=True, help_text="Name des Symbols in static/img/icons.svg")
    from_number = models.PositiveSmallIntegerField("von", null=True, blank=True, help_text="Für Zahlen: ab dieser.")
    to_number = models.PositiveSmallIntegerField("bis", null=True, blank=True, help_text="Für Zahlen: bis zu dieser.")
    label = models.CharField("Antwort", max_length=160)
    explanation = models.TextField("Erklärung", blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["criterion", "order", "key"]
        verbose_name = "Antwort"
        verbose_name_plural = "Antworten"
        constraints = [
            german_required("label"),
            models.CheckConstraint(
                name="catalog_answer_numbers_in_order",
                condition=Q(from_number=None) | Q(to_number=None) | Q(from_number__lte=F("to_number")),
                violation_error_message="Die Zahlen stehen verkehrt herum.",
            ),
        ]

    def __str__(self):
        return self.label_de or self.key
