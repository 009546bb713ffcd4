"""What every public record of the catalogue has."""

from django.core.validators import RegexValidator
from django.db import models

from migrado.fields import ReaderQuerySet
from migrado.folding import fold, fold_both

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


class FindableQuerySet(ReaderQuerySet):
    def about(self, text):
        """Records that hold every word of `text` among their words to find, however it is spelt or accented."""
        queryset = self
        for word in fold(text).split():
            queryset = queryset.filter(folded__contains=word)
        return queryset


class FindableRecord(Record):
    """A record that a list can be filtered by. `folded` holds its words to find, folded, one text to a line."""

    folded = models.TextField(editable=False, default="")

    objects = FindableQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.folded = "\n".join(fold_both(text) for text in dict.fromkeys(self.words_to_find()) if text)
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "folded"}
        super().save(*args, **kwargs)

    def words_to_find(self):
        """The texts by which people look for the record."""
        raise NotImplementedError


def german_required(field):
    """A named constraint: the German text of `field` is there, because every other language falls back on it."""
    return models.CheckConstraint(
        name=f"%(app_label)s_%(class)s_{field}_in_german",
        condition=models.Q(**{f"{field}_de__isnull": False, f"{field}_de__gt": ""}),
        violation_error_message="Der deutsche Text fehlt.",
    )
