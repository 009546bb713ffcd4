"""What people find in the catalogue, and by which of its texts."""

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from migrado.search.registry import register

from . import models


def _with_services(evidence, code):
    uses = models.ServiceEvidence.objects.filter(service__published=True).for_reader(code, "service")
    return evidence.prefetch_related(Prefetch("uses", uses))


register(
    models.Service,
    label=_("Services"),
    often_asked="often_asked",
    order=1,
    template="components/hit.html",
    title=("title",),
    keywords=("keywords", "official_terms", "forms"),
    body=("summary", "who", "steps", "cost", "deadline", "processing_time", "online", "notes"),
)
register(
    models.Office,
    label=_("Offices"),
    order=2,
    template="components/office_hit.html",
    title=("name",),
    keywords=("place.street",),
    body=("tasks", "access", "notes"),
    related=("place", "organisation"),
    depends_on=((models.Place, "offices"),),
)
register(
    models.Organisation,
    label=_("Organisations"),
    order=4,
    template="components/organisation_hit.html",
    title=("name", "short_name"),
    body=("description", "for_whom", "notes"),
)
register(
    models.Evidence,
    label=_("Papers to bring"),
    order=5,
    template="components/evidence_hit.html",
    title=("name", "german"),
    body=("explanation",),
    prefetch=_with_services,
)
register(
    models.GlossaryTerm,
    label=_("German words explained"),
    order=6,
    template="components/term_hit.html",
    title=("title", "term"),
    body=("explanation",),
)
