"""The library: its list, one document, and the files themselves."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from catalog.models import Office
from migrado import beside
from migrado.editorial.states import worst
from migrado.pages.models import markdown
from migrado.words import words

from .forms import DocumentFilterForm
from .models import Document, Edition, FormField
from .serving import serve

PAGE_SIZE = 24


def document_list(request):
    """All documents, filtered by the query string."""
    code = request.language.code
    form = DocumentFilterForm(request.GET)
    documents = form.filter(Document.objects.published().for_reader(code)).prefetch_related("editions__stored")
    page = Paginator(documents, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "worth": worst(code, page)}
    if not page.object_list:
        context["migrado"] = Office.objects.migrado(code)
    return render(request, "documents/document_list.html", context)


def document(request, key):
    """One document: what it is for, its languages, its fields or its film."""
    code = request.language.code
    documents = (
        Document.objects.published()
        .for_reader(code, "publisher")
        .prefetch_related(
            "editions__stored",
            Prefetch("fields", FormField.objects.for_reader(code)),
            "sources__stored",
            "captions__stored",
        )
    )
    document = get_object_or_404(documents, key=key)
    body = words(document, "body")
    context = {
        "document": document,
        "editions": _yours_first(document.editions.all(), code),
        "body": body,
        "body_html": markdown(body) if body else "",
        "services": document.services.published().for_reader(code),
        "migrado": Office.objects.migrado(code),
        "worth": worst(code, [document, *document.fields.all()]),
    }
    if body and beside.is_on():
        context["german_html"] = markdown(document.body_de)
    return render(request, "documents/document.html", context)


def edition(request, key, code, suffix):
    """The file of a document in one language."""
    editions = Edition.objects.select_related("stored", "document").filter(
        document__published=True, stored__isnull=False
    )
    edition = get_object_or_404(editions, document__key=key, language=code)
    if edition.stored.suffix != suffix:
        raise Http404
    return serve(request, edition.stored, f"{key}-{code}.{suffix}")


def _yours_first(editions, code):
    """The reader's own language, then German, then the others as the chooser has them."""
    order = {one: place for place, one in enumerate([code, "de"])}
    return sorted(editions, key=lambda edition: order.get(edition.language, len(order)))
