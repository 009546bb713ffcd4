"""Emergency numbers and the glossary."""

from django.shortcuts import get_object_or_404, render

from catalog.models import EmergencyLevel, EmergencyNumber, GlossaryTerm
from migrado.editorial.states import worst


def emergency(request):
    """Numbers to call, those that save a life first."""
    numbers = EmergencyNumber.objects.published().for_reader(request.language.code)
    context = {
        "worth": worst(request.language.code, numbers),
        "life": [number for number in numbers if number.level == EmergencyLevel.LIFE],
        "help": [number for number in numbers if number.level == EmergencyLevel.HELP],
    }
    return render(request, "catalog/emergency.html", context)


def glossary(request):
    """All official German terms, in German order."""
    code = request.language.code
    terms = GlossaryTerm.objects.published().for_reader(code)
    return render(request, "catalog/glossary.html", {"terms": terms, "worth": worst(code, terms)})


def glossary_term(request, key):
    """One term with its explanation and the services in which one meets it."""
    code = request.language.code
    term = get_object_or_404(GlossaryTerm.objects.published().for_reader(code, "topic"), key=key)
    services = term.services.published().for_reader(code)
    context = {"term": term, "services": services, "worth": worst(code, [term, *services])}
    return render(request, "catalog/glossary_term.html", context)
