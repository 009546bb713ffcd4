"""What people find in the catalogue, and by which of its texts."""

from migrado.search.registry import register

from . import models

register(
    models.Service,
    order=1,
    template="components/hit.html",
    title=("title",),
    keywords=("keywords", "official_terms", "forms"),
    body=("summary", "who", "steps", "cost", "deadline", "processing_time", "online", "notes"),
)
register(
    models.Office,
    order=2,
    template="components/office_hit.html",
    title=("name",),
    keywords=("place.street",),
    body=("tasks", "access", "notes"),
    related=("place",),
)
register(
    models.Organisation,
    order=3,
    template="components/organisation_hit.html",
    title=("name", "short_name"),
    body=("description", "for_whom", "notes"),
)
register(
    models.Evidence,
    order=4,
    template="components/evidence_hit.html",
    title=("name", "german"),
    body=("explanation",),
)
register(
    models.GlossaryTerm,
    order=5,
    template="components/term_hit.html",
    title=("title", "term"),
    body=("explanation",),
)
