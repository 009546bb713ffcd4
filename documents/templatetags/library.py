"""What other pages show of the library."""

from django import template
from django.utils.translation import get_language

from documents.models import Document

register = template.Library()

FEATURED = 3


@register.simple_tag
def featured_documents():
    """The documents that most people need, in the order that staff gave them."""
    return Document.objects.published().for_reader(get_language())[:FEATURED]
