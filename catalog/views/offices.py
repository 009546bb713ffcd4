"""Offices and the organisations they belong to."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from catalog.forms import OfficeFilterForm
from catalog.models import Office, Organisation, Responsibility, Service
from migrado.editorial.states import worst

PAGE_SIZE = 24


def office_list(request):
    """All offices, filtered by the query string."""
    code = request.language.code
    form = OfficeFilterForm(request.GET)
    offices = form.filter(Office.objects.published().for_reader(code, "organisation", "place"))
    context = {"form": form}
    if form.open_now:
        context["unconfirmed"] = offices.unconfirmed()
        offices = offices.open_at(timezone.now())
    page = context["page"] = Paginator(offices, PAGE_SIZE).get_page(request.GET.get("page"))
    if not page.object_list and not context.get("unconfirmed"):
        context["migrado"] = Office.objects.migrado(code)
    context["worth"] = worst(code, page)
    return render(request, "catalog/office_list.html", context)


def office(request, key):
    """One office: how to get there, how to get in, what one does there."""
    code = request.language.code
    offices = Office.objects.published().for_reader(code, "organisation", "place").with_hours()
    office = get_object_or_404(offices.prefetch_related("districts"), key=key)
    rules = Responsibility.objects.for_reader(code, "service", "service__topic")
    context = {
        "office": office,
        "rules": rules.filter(office=office, service__published=True).order_by("role", "service__key"),
    }
    context["worth"] = worst(code, [office, *context["rules"], *(rule.service for rule in context["rules"])])
    return render(request, "catalog/office.html", context)


def organisation(request, key):
    """One organisation: what it does, its offices, the services it decides on."""
    code = request.language.code
    organisation = get_object_or_404(Organisation.objects.published().for_reader(code, "parent"), key=key)
    context = {
        "organisation": organisation,
        "offices": organisation.offices.published().for_reader(code, "place"),
        "services": Service.objects.published().for_reader(code, "topic").decided_by(organisation),
        "parts": organisation.children.published().for_reader(code),
    }
    context["worth"] = worst(code, [organisation, *context["offices"], *context["services"]])
    return render(request, "catalog/organisation.html", context)
