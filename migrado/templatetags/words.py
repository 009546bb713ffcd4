"""Template tags that every template has without loading them."""

from django import template
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import format_html

from migrado.words import words as find_words

register = template.Library()


@register.filter
def words(instance, field):
    """`{% with title=service|words:"title" %}`: the text in the reader's language or its best stand-in."""
    return find_words(instance, field)


@register.filter
def isolate(text):
    """A text between isolating marks (Unicode, UAX 9): its direction leaves the sentence around it alone."""
    return f"\u2068{text}\u2069" if text else ""


@register.filter
def german(instance, field):
    """The German text of a translated field."""
    return find_words(instance, field, "de")


@register.simple_tag
def icon(name, flip=False):
    """An icon of the sprite, hidden from screen readers: a word always stands beside it."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#{}"/></svg>',
        " flip" if flip else "",
        static("img/icons.svg"),
        name,
    )


@register.filter
def file_size(size):
    """Bytes as kB or MB, which are written the same in every language."""
    return f"{max(1, round(size / 1000))}\u00a0kB" if size < 1_000_000 else f"{number_format(size / 1e6, 1)}\u00a0MB"


@register.filter
def clock(seconds):
    """Seconds as minutes:seconds."""
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes}:{rest:02}"
