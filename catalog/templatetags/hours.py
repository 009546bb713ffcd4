"""Opening hours in templates."""

from django import template
from django.utils import timezone

from catalog.hours import opening as opening_at

register = template.Library()


@register.filter
def opening(office):
    """The office's `Opening` now."""
    return opening_at(office, timezone.now())
