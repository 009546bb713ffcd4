from django.db import models
from django.urls import reverse

from .base import Record, german_required
from .service import Service
from .topic import Topic


class GlossaryTerm(Record):
    """An official German term, explained in every language."""

    term = models.CharField("Amtliches Wort", max_length=120)
    stays_german = models.BooleanField(
        "Bleibt deutsch", default=False, help_text="Das Wort steht so in Briefen: Übersetzungen behalten es bei."
    )
    topic = models.ForeignKey(
        Topic, verbose_name="Thema", on_delete=models.PROTECT, null=True, blank=True, related_name="terms"
    )
    services = models.ManyToManyField(Service, verbose_name="Dienste", blank=True, related_name="glossary_terms")
    title = models.CharField("In einfachen Worten", max_length=160)
    explanation = models.TextField("Erklärung")

    class Meta:
        ordering = ["term"]
        verbose_name = "Wort im Glossar"
        verbose_name_plural = "Glossar"
        constraints = [german_required("explanation")]

    def __str__(self):
        return self.term

    def get_absolute_url(self):
        return reverse("glossary_term", args=[self.key])
