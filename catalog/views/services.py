"""Services."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render

from catalog.finding import Finder
from catalog.forms import ServiceFilterForm
from catalog.models import Caution, Office, Role, Service, Topic
from migrado.caching import personal
from migrado.editorial.states import worst

PAGE_SIZE = 24


def service_list(request):
    """All services, filtered by the query string."""
    code = request.language.code
    form = ServiceFilterForm(request.GET)
    services = form.filter(Service.objects.published().for_reader(code, "topic"))
    page = Paginator(services, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "worth": worst(code, page)}
    if not page.object_list:
        context |= {
            "migrado": Office.objects.migrado(code),
            "topics": Topic.objects.published().top_level().for_reader(code),
        }
    return render(request, "catalog/service_list.html", context)


def service(request, key):
    """One service: what it is, where to go in this visitor's case, what to bring, how it goes."""
    code = request.language.code
    service = get_object_or_404(Service.objects.published().for_reader(code, "topic").with_details(code), key=key)
    finder = Finder(service, request.GET, code)
    context = {
        "service": service,
        "finder": finder,
        "evidence_wanted": finder.evidence(),
        "documents": service.documents.published().for_reader(code),
        "helping": [rule for rule in service.responsibilities.all() if rule.role != Role.DECIDES],
        "cautions": Caution.objects.for_visitors().for_reader(code).filter(services=service),
    }
    context["worth"] = worst(
        code,
        [
            service,
            *service.responsibilities.all(),
            *service.evidence_wanted.all(),
            *(use.evidence for use in service.evidence_wanted.all()),
            *service.cost_options.all(),
            *context["cautions"],
        ],
    )
    response = render(request, "catalog/service.html", context)
    return personal(response) if finder.is_personal else response


def counter_card(request, key):
    """A full screen in German to show at a counter; `have` names the evidence ticked on the service page."""
    code = request.language.code
    service = get_object_or_404(Service.objects.published().for_reader(code).with_details(code), key=key)
    asked = set(request.GET.getlist("have"))
    wanted = [use.evidence for use in service.evidence_wanted.all()]
    context = {
        "service": service,
        "have": [evidence for evidence in wanted if evidence.key in asked],
        "lacking": [evidence for evidence in wanted if evidence.key not in asked] if asked else [],
    }
    return render(request, "catalog/counter_card.html", context)
