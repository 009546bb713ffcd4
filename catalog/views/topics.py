"""Topics."""

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render

from catalog.models import Caution, Service, Topic
from migrado.editorial.states import worst


def topic_list(request):
    """All topics, with how many services each holds."""
    count = Count("services", filter=Q(services__published=True))
    code = request.language.code
    topics = Topic.objects.published().for_reader(code).annotate(service_count=count)
    return render(request, "catalog/topic_list.html", {"topics": topics, "worth": worst(code, topics)})


def topic(request, key):
    """One topic: its services and what changes in it."""
    code = request.language.code
    topic = get_object_or_404(Topic.objects.published().for_reader(code, "parent"), key=key)
    context = {
        "topic": topic,
        "services": Service.objects.published().for_reader(code).under(topic).order_by("key"),
        "cautions": Caution.objects.for_visitors().for_reader(code).filter(topic=topic),
        "terms": topic.terms.published().for_reader(code),
    }
    context["worth"] = worst(code, [topic, *context["services"], *context["cautions"]])
    return render(request, "catalog/topic.html", context)
