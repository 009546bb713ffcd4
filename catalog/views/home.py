"""The language chooser and the home page."""

from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from catalog.models import EmergencyNumber, Office, Topic
from migrado import languages
from migrado.editorial.states import worst

TOPICS_ON_HOME = 11
"""As many as fill the tiles beside "all topics"."""

EXAMPLES = ("Kindergeld", "Anmeldung", "Wohngeld")
"""German words from letters: they are found in every language of the portal."""


def chooser(request):
    """Every language in its own name, the browser's wish first. The only page that reads `Accept-Language`."""
    wishes = languages.wished(request.headers.get("Accept-Language", ""))[:1] or [languages.get(languages.SOURCE)]
    others = [language for language in languages.LANGUAGES if language not in wishes]
    response = render(request, "catalog/chooser.html", {"wishes": wishes, "others": others})
    patch_vary_headers(response, ["Accept-Language"])
    return response


def home(request):
    """What do you need? Search, topics, MigraDo's own counter, emergency numbers."""
    code = request.language.code
    topics = Topic.objects.published().top_level().for_reader(code)
    context = {
        "examples": EXAMPLES,
        "topics": topics[:TOPICS_ON_HOME],
        "topic_count": topics.count(),
        "migrado": Office.objects.migrado(code),
        "emergency_numbers": EmergencyNumber.objects.published().filter(level="life").for_reader(code),
    }
    context["worth"] = worst(code, context["topics"])
    return render(request, "catalog/home.html", context)
