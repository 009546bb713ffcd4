"""Filters of the catalogue's lists."""

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from migrado.filters import FilterForm, RecordField, WordsField
from migrado.search.registry import searchables
from migrado.search.results import Results

from .models import Answer, District, Organisation, Service, Topic


def _topics():
    return Topic.objects.published().for_reader(get_language())


def _statuses():
    return Answer.objects.to("status").for_reader(get_language())


def _deciding():
    return Organisation.objects.published().deciding().for_reader(get_language())


def _with_offices():
    return Organisation.objects.published().with_offices().for_reader(get_language())


def _kinds():
    return [(each.name, each.label) for each in searchables().values()]


class ServiceFilterForm(FilterForm):
    """Filters of the list of services."""

    q = WordsField(label=_("Word"))
    topic = RecordField(_topics, text="title", label=_("Topic"), empty_label=_("All topics"))
    status = RecordField(_statuses, text="label", label=_("Your residence status"), empty_label=_("Any status"))
    city = forms.ChoiceField(
        label=_("Who decides"),
        required=False,
        choices=[("", _("City or others")), ("yes", _("The City of Dortmund")), ("no", _("Others, not the city"))],
    )
    organisation = RecordField(_deciding, label=_("Organisation"), empty_label=_("All organisations"))

    def filter(self, services):
        """The services that match everything chosen, the best for the words first."""
        if "q" in self.chosen:
            services = services.about(self.chosen["q"], get_language())
        return self.narrow(services)

    def narrow(self, services):
        """The services that match everything chosen but the words."""
        chosen = self.chosen
        if "topic" in chosen:
            services = services.under(chosen["topic"])
        if "status" in chosen:
            services = services.open_to(chosen["status"])
        if "city" in chosen:
            services = services.by_city(chosen["city"] == "yes")
        if "organisation" in chosen:
            services = services.decided_by(chosen["organisation"])
        return services


class SearchForm(ServiceFilterForm):
    """The search over everything. The filters besides `kind` are those of services."""

    organisation = None
    kind = forms.ChoiceField(required=False, widget=forms.HiddenInput, choices=_kinds)

    @property
    def choice_fields(self):
        """The filters of services; kinds are chips above the results."""
        return [field for field in super().choice_fields if field.name != "kind"]

    @property
    def chips(self):
        """The chosen filters of services; words and kind have places of their own."""
        return [chip for name, chip in zip(self.chosen, super().chips, strict=True) if name not in ("q", "kind")]

    def query_with(self, words):
        """The query string with other words, the filters as they are."""
        query = QueryDict(self._without("page", *self.errors), mutable=True)
        query["q"] = words
        return query.urlencode()

    @property
    def query_of_all_kinds(self):
        """The query string without a kind."""
        return self._without("kind", "page", *self.errors)

    @property
    def narrows_services(self):
        """True if a filter is chosen that only services know."""
        return bool(self.chosen.keys() - {"q", "kind"})

    def results(self, code):
        """The `Results` of the words, within the filters; None without words."""
        if not self.chosen.get("q"):
            return None
        within = (
            {Service._meta.label_lower: self.narrow(Service.objects.published())} if self.narrows_services else None
        )
        return Results(self.chosen["q"], code, within)


class OfficeFilterForm(FilterForm):
    """Filters of the list of offices."""

    q = WordsField(label=_("Name or street"))
    district = RecordField(District.objects.all, label=_("City district"), empty_label=_("All city districts"))
    open = forms.ChoiceField(
        label=_("Opening hours"), required=False, choices=[("", _("Any time")), ("now", _("Open now"))]
    )
    organisation = RecordField(_with_offices, label=_("Organisation"), empty_label=_("All organisations"))

    def filter(self, offices):
        """The offices that match everything chosen."""
        chosen = self.chosen
        if "q" in chosen:
            offices = offices.about(chosen["q"], get_language())
        if "district" in chosen:
            offices = offices.in_charge_of(chosen["district"])
        if "organisation" in chosen:
            offices = offices.filter(organisation=chosen["organisation"])
        return offices

    @property
    def open_now(self):
        """True if only offices that are open now are wanted."""
        return "open" in self.chosen
