from django.db import models
from django.db.models import Q

from migrado.fields import ReaderQuerySet

from .office import Office
from .organisation import Organisation


class Role(models.TextChoices):
    """What a place does for a service."""

    DECIDES = "decides", "ist zuständig"
    HELPS = "helps", "hilft"


class Responsibility(models.Model):
    """A place that decides on a service or helps with it, and the sentence that says when."""

    service = models.ForeignKey("catalog.Service", on_delete=models.CASCADE, related_name="responsibilities")
    office = models.ForeignKey(
        Office,
        verbose_name="Amt",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="responsibilities",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="responsibilities",
        help_text="Nur wenn kein einzelnes Amt genannt werden kann.",
    )
    role = models.CharField("Rolle", max_length=10, choices=Role, default=Role.DECIDES)
    order = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    explanation = models.TextField("Wann", blank=True)

    objects = ReaderQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "Zuständigkeit"
        verbose_name_plural = "Zuständigkeiten"
        constraints = [
            models.CheckConstraint(
                name="catalog_responsibility_office_or_organisation",
                condition=Q(office__isnull=False, organisation=None) | Q(office=None, organisation__isnull=False),
                violation_error_message="Bitte entweder ein Amt oder eine Organisation wählen.",
            )
        ]

    def __str__(self):
        return f"{self.target}: {self.get_role_display()}"

    @property
    def target(self):
        """The office, or the organisation where no single office can be named."""
        return self.office or self.organisation

    @property
    def responsible_organisation(self):
        """The organisation behind the target."""
        return self.office.organisation if self.office_id else self.organisation
