"""Pages can be found by their words."""

from migrado.search.registry import register

from .models import Page

register(Page, order=9, template="components/page_hit.html", title=("title",), body=("body",))
