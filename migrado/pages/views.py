from django.shortcuts import get_object_or_404, render

from migrado.pages.models import Page, markdown
from migrado.words import words


def page(request, key):
    """A per-language page. Its languages stand side by side in the database, not in templates."""
    page = get_object_or_404(Page.objects.published().for_reader(request.language.code), key=key)
    body = words(page, "body")
    return render(request, "pages/page.html", {"page": page, "body": body, "body_html": markdown(body)})
