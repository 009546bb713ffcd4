"""The finder for those who cannot type or do not know the word: life situation, need, questions, office."""

from django.shortcuts import render

from catalog.models import Office, Service, Topic
from migrado.editorial.states import worst


def find(request):
    """First the topic, then the service; its page asks the questions that remain. The state is the address."""
    code = request.language.code
    topics = Topic.objects.published().for_reader(code)
    asked = request.GET.get("topic", "")
    topic = next((one for one in topics if one.key == asked), None)
    context = {"topics": topics, "topic": topic, "ignored": asked[:60] if topic is None else ""}
    if topic:
        context["services"] = Service.objects.published().for_reader(code).under(topic).order_by("key")
        context["migrado"] = Office.objects.migrado(code)
    context["worth"] = worst(code, context.get("services", topics))
    return render(request, "catalog/find.html", context)
