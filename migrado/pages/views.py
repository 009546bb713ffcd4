from django.shortcuts import get_object_or_404, render

from migrado import beside
from migrado.editorial.states import worst
from migrado.pages.models import Page, markdown
from migrado.words import words


def page(request, key):
    """A per-language page. Its languages stand side by side in the database, not in templates."""
    page = get_object_or_404(Page.objects.published().for_reader(request.language.code), key=key)
    body = words(page, "body")
    context = {"page": page, "body": body, "body_html": markdown(body)}
    if beside.is_on():
        context["german_html"] = markdown(page.body_de)
    context["worth"] = worst(request.language.code, [page])
    return render(request, "pages/page.html", context)
