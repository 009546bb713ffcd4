"""What people find in the library, and by which of its texts."""

from django.utils.translation import gettext_lazy as _

from migrado import languages
from migrado.search.registry import register

from . import models
from .models.stored_file import SERVABLE


def _parts(document, code):
    """The fields of a form, the words of a film, and what stands in the files of a language."""
    column = languages.get(code).column
    fields = document.fields.values_list(f"name_{column}", f"explanation_{column}")
    cues = document.cues.values_list(f"text_{column}", flat=True)
    # What the portal has set itself repeats its own texts.
    files = document.editions.filter(language=code, made_from="", stored__scan__in=SERVABLE)
    files = files.values_list("stored__text", flat=True)
    return [text for text in (*(one for pair in fields for one in pair), *cues, *files) if text]


register(
    models.Document,
    label=_("Leaflets, forms and videos"),
    order=3,
    template="documents/hit.html",
    title=("title",),
    keywords=("german",),
    body=("summary", "body"),
    more=_parts,
    depends_on=((models.FormField, "document"), (models.Cue, "document"), (models.Edition, "document")),
)
