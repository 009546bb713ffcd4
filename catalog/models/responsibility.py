from django.db import models
from django.db.models import F, Q

from catalog.deciding import Rule
from migrado.fields import ReaderQuerySet

from .criterion import Answer
from .office import Office
from .organisation import Organisation


class Role(models.TextChoices):
    """What a place does for a service."""

    DECIDES = "decides", "ist zuständig"
    HELPS = "helps", "hilft"
    INFORMS = "informs", "informiert"


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
    when = models.ManyToManyField(
        Answer,
        verbose_name="wenn",
        blank=True,
        related_name="rules",
        help_text="Je Merkmal muss eine der gewählten Antworten zutreffen. Leer: immer.",
    )
    priority = models.SmallIntegerField("Vorrang", default=0, help_text="Der Sonderfall bekommt die höhere Zahl.")
    choice_group = models.SlugField(
        "Auswahlgruppe", blank=True, help_text="Dasselbe Wort bei Stellen, von denen jede recht ist."
    )
    valid_from = models.DateField("gilt ab", null=True, blank=True)
    valid_until = models.DateField("gilt bis", null=True, blank=True)
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
            ),
            models.CheckConstraint(
                name="catalog_responsibility_dates_in_order",
                condition=Q(valid_from=None) | Q(valid_until=None) | Q(valid_from__lte=F("valid_until")),
                violation_error_message="Das Ende liegt vor dem Anfang.",
            ),
        ]

    def __str__(self):
        return f"{self.target}: {self.get_role_display()}"

    @property
    def target(self):
        """The office, or the organisation where no single office can be named."""
        return self.office or self.organisation

    def as_rule(self):
        """This responsibility as a line of the decision table."""
        when = {}
        for answer in self.when.all():
            when.setdefault(answer.criterion.key, set()).add(answer.key)
        return Rule(
            key=self.pk,
            target=("office", self.office_id) if self.office_id else ("organisation", self.organisation_id),
            when={criterion: frozenset(answers) for criterion, answers in when.items()},
            priority=self.priority,
            choice_group=self.choice_group,
            valid_from=self.valid_from,
            valid_until=self.valid_until,
        )

    @property
    def responsible_organisation(self):
        """The organisation behind the target."""
        return self.office.organisation if self.office_id else self.organisation
