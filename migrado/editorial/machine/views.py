"""The pages of machine translation: what it would cost, and how far it is. The desk guards them."""

from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLateError

from django.contrib import admin, messages
from django.core.cache import cache
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from migrado import languages
from migrado.editorial import states
from migrado.editorial.admin import chosen_language
from migrado.editorial.worklist import WHICH, Selection
from migrado.translating import translated_models

from . import job as jobs
from . import plan, providers, tasks
from .models import TranslationJob

USAGE_WAIT = 3
"""Seconds that a page waits for the service to say what is used up. Its client would try for a minute."""

USAGE_KEPT = 60
"""Seconds that the answer, or that there was none, is not asked for again."""

_asking = ThreadPoolExecutor(2, "usage")


def machine(request):
    """What a machine would translate of a work list, how many characters that is, and the jobs so far. POST starts."""
    if request.method == "POST":
        return _start(request)
    selection = _selection(request)
    provider = providers.configured()
    can = provider is not None and selection.code in provider.targets
    planned = plan.of(selection)
    usage = _usage(provider) if can else None
    context = {
        "title": f"Maschinelle Übersetzung: {selection.language.german_name}",
        "pair_languages": [one for one in languages.LANGUAGES if one.code in states.TRANSLATIONS],
        "selection": selection,
        "choices": [(which, name) for which, name in WHICH.items() if which != "machine"],
        "models": [(model._meta.label_lower, model._meta.verbose_name_plural) for model in translated_models()],
        "provider": provider,
        "can": can,
        "plan": planned,
        "usage": usage,
        "is_too_much": bool(usage) and usage[0] + planned.characters > usage[1],
        "jobs": jobs.newest(selection.code),
    }
    return _page(request, "admin/editorial/machine.html", context)


def _start(request):
    chosen = {name: request.POST.get(name, "") for name in ("language", "which", "label")}
    try:
        job = tasks.start(Selection(*chosen.values()), request.user)
    except (jobs.NotNowError, LookupError) as error:
        is_known = isinstance(error, jobs.NotNowError)
        messages.error(request, str(error) if is_known else "Diese Auswahl gibt es nicht.")
        return redirect(reverse("admin:editorial_translations_machine", query=chosen))
    return redirect("admin:editorial_translations_job", job.pk)


def job(request, pk):
    """How far a job is, and what it leaves to people. POST stops or continues it."""
    job = get_object_or_404(TranslationJob.objects.select_related("by"), pk=pk)
    if request.method == "POST":
        return _change(request, job)
    context = {
        "title": f"Maschinelle Übersetzung: {languages.get(job.language).german_name}",
        "job": job,
        "which": WHICH.get(job.which, job.which),
        "faults": [fault | {"address": _address(job, fault["ref"])} for fault in job.faults],
    }
    return _page(request, "admin/editorial/machine_job.html", context)


def _change(request, job):
    if "_stop" in request.POST:
        jobs.stop(job, f"Von {request.user} angehalten. Was fertig ist, ist gespeichert.")
    elif "_continue" in request.POST:
        try:
            tasks.resume(job)
        except jobs.NotNowError as error:
            messages.error(request, str(error))
    return redirect("admin:editorial_translations_job", job.pk)


def _address(job, ref):
    return reverse("admin:editorial_translations_edit", args=[job.language, ref])


def _selection(request):
    """The work list that the query string names; what is unknown in it is left out."""
    code = chosen_language(request).code
    try:
        return Selection(code, request.GET.get("which", "missing"), request.GET.get("label", ""))
    except LookupError:
        return Selection(code)


def _usage(provider):
    """(characters used, characters allowed), or None if the service does not say so at once."""
    key = f"machine-usage-{provider.name}"
    usage = cache.get(key)
    if usage is None:
        try:
            usage = _asking.submit(provider.usage).result(USAGE_WAIT) or ()
        except (providers.ProviderError, TooLateError):
            usage = ()
        cache.set(key, usage, USAGE_KEPT)
    return usage or None


def _page(request, template, context):
    context = admin.site.each_context(request) | {"opts": TranslationJob._meta} | context
    return TemplateResponse(request, template, context)
