"""Per-language pages that staff write."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import mark_safe
from markdown_it import MarkdownIt

from migrado.fields import ReaderQuerySet

# "js-default" leaves raw HTML as text and refuses javascript: links.
_markdown = MarkdownIt("js-default")


class Page(models.Model):
    """A page of running text, such as the imprint. The body is Markdown; raw HTML is shown, not run."""

    key = models.SlugField("Schlüssel", unique=True)
    published = models.BooleanField("veröffentlicht", default=True)
    order = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    title = models.CharField("Titel", max_length=120)
    body = models.TextField("Text", help_text="Markdown: ## für eine Überschrift, - für eine Liste.")

    objects = ReaderQuerySet.as_manager()

    class Meta:
        ordering = ["order", "key"]
        verbose_name = "Seite"
        verbose_name_plural = "Seiten"
        constraints = [
            models.CheckConstraint(
                name="pages_page_in_german",
                condition=Q(title_de__isnull=False, title_de__gt="", body_de__isnull=False, body_de__gt=""),
                violation_error_message="Der deutsche Text fehlt.",
            )
        ]

    def __str__(self):
        return self.title_de or self.key

    def get_absolute_url(self):
        return reverse("page", args=[self.key])


def markdown(body):
    """Markdown as safe HTML."""
    return mark_safe(_markdown.render(body))  # noqa: S308 (raw HTML is off)
