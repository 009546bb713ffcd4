"""What people find in the library, and by which of its texts."""

from django.utils.translation import gettext_lazy as _

from migrado.search.registry import register

from . import models

register(
    models.Document,
    label=_("Leaflets, forms and videos"),
    order=3,
    template="documents/hit.html",
    title=("title",),
    keywords=("german",),
    body=("summary", "body"),
)
