"""Filters of the library."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from catalog.models import Service, Topic
from migrado import languages
from migrado.filters import FilterForm, RecordField, WordsField


def _topics():
    return Topic.objects.published().for_reader(get_language())


def _services():
    return Service.objects.published().filter(documents__published=True).for_reader(get_language()).distinct()


KINDS = [
    ("", _("Leaflets, forms and videos")),
    ("leaflet", _("Leaflets")),
    ("form", _("Forms")),
    ("video", _("Videos")),
]
LANGUAGES = [("", _("Any language")), *((one.code, one.own_name) for one in languages.LANGUAGES)]


class DocumentFilterForm(FilterForm):
    """Filters of the list of documents."""

    q = WordsField(label=_("Word"))
    kind = forms.ChoiceField(label=_("What it is"), required=False, choices=KINDS)
    topic = RecordField(_topics, text="title", label=_("Topic"), empty_label=_("All topics"))
    language = forms.ChoiceField(label=_("Language of the file"), required=False, choices=LANGUAGES)
    service = RecordField(_services, text="title", label=_("Service"), empty_label=_("All services"))

    def filter(self, documents):
        """The documents that match everything chosen, the best for the words first."""
        chosen = self.chosen
        if "q" in chosen:
            documents = documents.about(chosen["q"], get_language())
        if "kind" in chosen:
            documents = documents.filter(kind=chosen["kind"])
        if "topic" in chosen:
            documents = documents.under(chosen["topic"])
        if "language" in chosen:
            documents = documents.in_language(chosen["language"])
        if "service" in chosen:
            documents = documents.filter(services=chosen["service"])
        return documents
