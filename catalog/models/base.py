"""What every public record of the catalogue has."""

from django.core.validators import RegexValidator
from django.db import models

from migrado.fields import ReaderQuerySet

key_validator = RegexValidator(
    r"\A[a-z0-9]+(?:[-_][a-z0-9]+)*\Z",
    "Nur Kleinbuchstaben, Ziffern und Bindestriche, zum Beispiel „wohngeld“.",
)


class Record(models.Model):
    """A record with a stable key: the last part of its address and its name in content files."""

    key = models.CharField("Schlüssel", max_length=100, unique=True, validators=[key_validator])
    published = models.BooleanField("veröffentlicht", default=True)

    objects = ReaderQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.key


def german_required(field):
    """A named constraint: the German text of `field` is there, because every other language falls back on it."""
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{field}_in_german",
        condition=models.Q(**{f"{field}_de__isnull": False, f"{field}_de__gt": ""}),
        violation_error_message="Der deutsche Text fehlt.",
    )
