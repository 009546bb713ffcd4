"""Emergency numbers and the glossary."""

from django.shortcuts import get_object_or_404, render

from catalog.models import EmergencyLevel, EmergencyNumber, GlossaryTerm


def emergency(request):
    """Numbers to call, those that save a life first."""
    numbers = EmergencyNumber.objects.published().for_reader(request.language.code)
    context = {
        "life": [number for number in numbers if number.level == EmergencyLevel.LIFE],
        "help": [number for number in numbers if number.level == EmergencyLevel.HELP],
    }
    return render(request, "catalog/emergency.html", context)


def glossary(request):
    """All official German terms, in German order."""
    terms = GlossaryTerm.objects.published().for_reader(request.language.code)
    return render(request, "catalog/glossary.html", {"terms": terms})


def glossary_term(request, key):
    """One term with its explanation and the services in which one meets it."""
    code = request.language.code
    term = get_object_or_404(GlossaryTerm.objects.published().for_reader(code, "topic"), key=key)
    services = term.services.published().for_reader(code)
    return render(request, "catalog/glossary_term.html", {"term": term, "services": services})
