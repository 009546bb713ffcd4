"""The library: its list, one document, and the files themselves."""

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.cache import patch_cache_control
from django.utils.safestring import mark_safe

from catalog.models import Office
from migrado import beside
from migrado.editorial.states import worst
from migrado.pages.models import markdown
from migrado.words import words

from .forms import DocumentFilterForm
from .models import CaptionTrack, Cue, Document, DocumentKind, Edition, FormField, Purpose, VideoSource
from .serving import serve, serve_preview
from .shelf import Shelf
from .typesetting import qr_svg

PAGE_SIZE = 24


def document_list(request):
    """All documents, filtered by the query string."""
    code = request.language.code
    form = DocumentFilterForm(request.GET)
    documents = form.filter(Document.objects.published().for_reader(code))
    page = Paginator(documents, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "worth": worst(code, page)}
    if not page.object_list:
        context["migrado"] = Office.objects.migrado(code)
    return render(request, "documents/document_list.html", context)


def document(request, key):
    """One document: what it is for, its languages, its fields or its film."""
    code = request.language.code
    documents = Document.objects.published().for_reader(code, "publisher").with_files()
    documents = documents.prefetch_related(
        Prefetch("fields", FormField.objects.for_reader(code)), Prefetch("cues", Cue.objects.for_reader(code))
    )
    document = get_object_or_404(documents, key=key)
    body = words(document, "body")
    parts = [*document.fields.all(), *document.cues.all()]
    context = {
        "document": document,
        "shelf": Shelf(document, request.language),
        "body": body,
        "body_html": _html(body),
        "german_html": _html(document.body_de) if body and beside.is_on() else "",
        "services": document.services.published().select_related("topic").for_reader(code),
        "migrado": Office.objects.migrado(code),
        "worth": worst(code, [document, *parts]),
    }
    return render(request, f"documents/{document.kind}.html", context)


def _html(body):
    """A body as safe HTML, with its blanks as lines to write on and its boxes as boxes."""
    html = markdown(body).replace("____", '<span class="blank"></span>')
    return mark_safe(html.replace("<li>[ ]", '<li><span class="box"></span>'))  # noqa: S308 (markdown is safe)


def edition(request, key, code, suffix):
    """The file of a document in one language."""
    return _send_edition(request, key, code, suffix, Purpose.DOCUMENT, f"{key}-{code}")


def help_sheet(request, key, code, suffix):
    """The sheet that explains a form in one language."""
    return _send_edition(request, key, code, suffix, Purpose.HELP, f"{key}-{Purpose.HELP}-{code}")


def _send_edition(request, key, code, suffix, purpose, name):
    edition = _edition(key, code, purpose=purpose, stored__suffix=suffix)
    return serve(request, edition.stored, f"{name}.{suffix}")


def _edition(key, code, **conditions):
    editions = Edition.objects.select_related("stored").filter(document__published=True)
    edition = get_object_or_404(editions, document__key=key, language=code, **conditions)
    return _servable(edition)


def _servable(holder):
    if not holder.stored.is_servable:
        raise Http404
    return holder


def preview(request, key, code):
    """The picture of the first page of a document in one language, or of its help sheet where there is no other."""
    editions = Edition.objects.select_related("stored").filter(document__published=True, document__key=key)
    edition = editions.filter(language=code, stored__preview__gt="").order_by("purpose").first()
    if not edition:
        raise Http404
    return serve_preview(request, _servable(edition).stored, f"{key}-{code}.webp")


def qr(request, key):
    """The page of a document as a QR code: for another phone, and on paper."""
    document = get_object_or_404(Document.objects.published(), key=key)
    response = HttpResponse(qr_svg(settings.SITE_URL + document.get_absolute_url()), content_type="image/svg+xml")
    patch_cache_control(response, public=True, max_age=86400)
    return response


def film(request, key, pk, suffix):
    """A film, or the part of it that the browser asks for."""
    source = _servable(get_object_or_404(_films(key), pk=pk, stored__suffix=suffix))
    return serve(request, source.stored, f"{key}.{suffix}")


def poster(request, key, pk):
    """The picture that stands for a film until it plays."""
    source = get_object_or_404(_films(key), pk=pk)
    if source.poster and source.poster.is_servable:
        return serve(request, source.poster, f"{key}.{source.poster.suffix}")
    return serve_preview(request, _servable(source).stored, f"{key}.webp")


def _films(key):
    films = VideoSource.objects.select_related("stored", "poster")
    return films.filter(document__published=True, document__key=key, document__kind=DocumentKind.VIDEO)


def captions(request, key, code):
    """The captions of a video in one language."""
    tracks = CaptionTrack.objects.select_related("stored").filter(document__published=True)
    track = _servable(get_object_or_404(tracks, document__key=key, language=code))
    return serve(request, track.stored, f"{key}-{code}.vtt")
