"""Pages can be found by their words."""

from django.utils.translation import gettext_lazy as _

from migrado.search.registry import register

from .models import Page

register(Page, label=_("Pages"), order=9, template="components/page_hit.html", title=("title",), body=("body",))
