from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from migrado.fields import ReaderQuerySet

from .base import Record, german_required


class TopicQuerySet(ReaderQuerySet):
    def top_level(self):
        """Topics that stand under no other."""
        return self.filter(parent=None)


class Topic(Record):
    """A life event under which people look for services. Two levels at most."""

    parent = models.ForeignKey(
        "self",
        verbose_name="Oberthema",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
    )
    icon = models.SlugField("Symbol", help_text="Name des Symbols in static/img/icons.svg")
    order = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    title = models.CharField("Titel", max_length=120)
    summary = models.TextField("Kurz gesagt", blank=True)

    objects = TopicQuerySet.as_manager()

    class Meta:
        ordering = ["order", "key"]
        verbose_name = "Thema"
        verbose_name_plural = "Themen"
        constraints = [german_required("title")]

    def __str__(self):
        return self.title_de or self.key

    def get_absolute_url(self):
        return reverse("topic", args=[self.key])

    def clean(self):
        if self.parent and (self.parent.parent_id or self.parent_id == self.pk):
            raise ValidationError({"parent": "Ein Thema kann nur unter einem Hauptthema stehen."})
