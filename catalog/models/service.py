from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Prefetch, Q
from django.urls import reverse

from migrado.editorial.models import Confidence, Sourced, year_in
from migrado.fields import LinesField, ReaderQuerySet, lines
from migrado.links import host
from migrado.search.querysets import FindableQuerySet

from .base import Record, german_required
from .criterion import Answer
from .evidence import ServiceEvidence
from .organisation import OrganisationKind
from .responsibility import Responsibility, Role
from .topic import Topic

UNSURE_PARTS = ("cost", "deadline", "evidence", "online", "processing_time", "responsible", "steps", "who")


def validate_unsure(text):
    """Raise ValidationError for a part that no page has."""
    unknown = sorted(set(lines(text)) - set(UNSURE_PARTS))
    if unknown:
        raise ValidationError(f"Unbekannt: {', '.join(unknown)}. Möglich sind: {', '.join(UNSURE_PARTS)}.")


class ServiceQuerySet(FindableQuerySet):
    def with_details(self, code):
        """With everything the service page shows, in a fixed number of queries."""
        places = ("office", "office__place", "office__organisation", "organisation")
        return self.prefetch_related(
            Prefetch("responsibilities", Responsibility.objects.for_reader(code, *places)),
            "responsibilities__office__opening_times",
            "responsibilities__office__hours_exceptions",
            Prefetch("responsibilities__when", Answer.objects.for_reader(code, "criterion")),
            Prefetch("evidence_wanted", ServiceEvidence.objects.for_reader(code, "evidence")),
            "evidence_wanted__residence_status",
            Prefetch("cost_options", CostOption.objects.for_reader(code)),
            Prefetch("glossary_terms", apps.get_model("catalog.GlossaryTerm").objects.published().for_reader(code)),
            "links",
        )

    def under(self, topic):
        """Services of a topic and of the topics below it."""
        return self.filter(Q(topic=topic) | Q(topic__parent=topic))

    def open_to(self, answer):
        """Services for people with this residence status; a service that names none is for everybody."""
        return self.filter(Q(residence_status=None) | Q(residence_status=answer)).distinct()

    def decided_by(self, organisation):
        """Services on which this organisation decides, itself or at one of its offices."""
        rules = Responsibility.objects.filter(role=Role.DECIDES).filter(
            Q(organisation=organisation) | Q(office__organisation=organisation)
        )
        return self.filter(pk__in=rules.values("service"))

    def by_city(self, is_city=True):
        """Services on which the city itself decides, or those on which only others do."""
        city = OrganisationKind.CITY
        rules = Responsibility.objects.filter(role=Role.DECIDES).filter(
            Q(organisation__kind=city) | Q(office__organisation__kind=city)
        )
        condition = Q(pk__in=rules.values("service"))
        return self.filter(condition if is_city else ~condition)


class Service(Record, Sourced):
    """Something a person can get, must do or may apply for (CPSV-AP: PublicService)."""

    topic = models.ForeignKey(Topic, verbose_name="Thema", on_delete=models.PROTECT, related_name="services")
    official_terms = LinesField("Amtliche Wörter", help_text="Deutsche Wörter aus Briefen, das wichtigste zuerst.")
    residence_status = models.ManyToManyField(
        Answer,
        verbose_name="Nur für Aufenthaltsstatus",
        blank=True,
        limit_choices_to={"criterion__key": "status"},
        related_name="services",
        help_text="Leer: für alle.",
    )
    min_age = models.PositiveSmallIntegerField("Mindestalter", null=True, blank=True)
    max_age = models.PositiveSmallIntegerField("Höchstalter", null=True, blank=True)
    legal_basis = LinesField("Rechtsgrundlage")
    forms = LinesField("Formulare", help_text="Amtliche Namen.")
    leika_key = models.CharField("LeiKa-Schlüssel", max_length=20, blank=True)
    sensitive = models.BooleanField(
        "heikel", default=False, help_text="Die Seite bekommt einen Knopf zum schnellen Verlassen."
    )
    often_asked = models.BooleanField(
        "oft gefragt", default=False, help_text="Steht bei fast gleich guten Treffern der Suche vorn."
    )
    unsure = LinesField(
        "Unsichere Teile",
        validators=[validate_unsure],
        help_text=f"Ein Teil je Zeile: {', '.join(UNSURE_PARTS)}",
    )
    staff_notes = models.TextField("Interne Notizen", blank=True)
    title = models.CharField("Titel", max_length=160)
    summary = models.TextField("Kurz gesagt")
    who = models.TextField("Für wen", blank=True)
    steps = LinesField("Schritte", help_text="Ein Schritt je Zeile.")
    cost = models.TextField("Kosten", blank=True)
    deadline = models.TextField("Frist", blank=True)
    processing_time = models.TextField("Dauer", blank=True)
    online = models.TextField("Online", blank=True)
    notes = models.TextField("Hinweise", blank=True)
    uncovered = models.TextField(
        "Wenn niemand zuständig ist", blank=True, help_text="Steht da, wo die Regeln eine Lücke haben."
    )
    unconfirmed = LinesField("Nicht bestätigt", help_text="Ein Punkt je Zeile, für Besucher verständlich.")
    keywords = LinesField(
        "Suchwörter",
        help_text="Was Menschen sagen und tippen, auch falsch geschrieben; ein Ausdruck je Zeile. Nur für die Suche.",
    )

    objects = ServiceQuerySet.as_manager()

    class Meta(Sourced.Meta):
        ordering = ["topic__order", "key"]
        verbose_name = "Dienst"
        verbose_name_plural = "Dienste"
        constraints = [
            *Sourced.Meta.constraints,
            german_required("title"),
            german_required("summary"),
            models.CheckConstraint(
                name="catalog_service_ages_in_order",
                condition=Q(min_age=None) | Q(max_age=None) | Q(min_age__lte=F("max_age")),
                violation_error_message="Das Mindestalter liegt über dem Höchstalter.",
            ),
        ]

    def __str__(self):
        return self.title_de or self.key

    def get_absolute_url(self):
        return reverse("service", args=[self.key])

    @property
    def unsure_parts(self):
        """The parts of the page to mark as not confirmed, each mapped to True; none once staff have checked it."""
        return {} if self.checked_at else dict.fromkeys(lines(self.unsure), True)

    @property
    def amounts(self):
        """The cost options that cost something; that a thing is free stands in the text."""
        return [option for option in self.cost_options.all() if option.amount]

    @property
    def form_names(self):
        """The official names of the forms."""
        return lines(self.forms)

    @property
    def terms(self):
        """The official German terms, most important first."""
        return lines(self.official_terms)


class CostOption(models.Model):
    """One amount a service may cost, with the year it holds for."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="cost_options")
    order = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    label = models.CharField("Wofür", max_length=200)
    amount = models.DecimalField("Betrag in Euro", max_digits=8, decimal_places=2)
    holds_for = models.CharField("gilt für", max_length=120, blank=True)
    confidence = models.CharField("Sicherheit", max_length=30, choices=Confidence, blank=True)

    objects = ReaderQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "Betrag"
        verbose_name_plural = "Beträge"
        constraints = [
            models.CheckConstraint(
                name="catalog_costoption_not_negative",
                condition=Q(amount__gte=0),
                violation_error_message="Ein Betrag kann nicht negativ sein.",
            )
        ]

    def __str__(self):
        return f"{self.label_de}: {self.amount} €"

    @property
    def year(self):
        """The year the amount holds for, if the research names one; else empty."""
        return year_in(self.holds_for)


class Link(models.Model):
    """An official page about a service, outside the portal."""

    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="links")
    order = models.PositiveSmallIntegerField("Reihenfolge", default=0)
    url = models.URLField("Adresse", max_length=300)
    origin = models.CharField("Woher bekannt", max_length=40, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "Link"
        verbose_name_plural = "Links"

    def __str__(self):
        return self.url

    @property
    def host(self):
        """The host name, which is what a reader recognises."""
        return host(self.url)
