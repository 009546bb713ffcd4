"""Django's `i18n` tags, with the German beside the reader's language where a page shows both (see `migrado.beside`).

Templates load it by the name `i18n`: settings put it in the place of Django's.
"""

from django import template
from django.templatetags import i18n
from django.utils import translation

from migrado import beside, languages

register = template.Library()
register.tags = dict(i18n.register.tags)
register.filters = dict(i18n.register.filters)


class Both(template.Node):
    """A translated string, followed by the German one."""

    def __init__(self, node):
        self.node = node

    def render(self, context):
        own = self.node.render(context)
        if not beside.is_on() or self.node.asvar:
            return own
        with translation.override(languages.SOURCE):
            return beside.mark(own, self.node.render(context))


@register.tag("translate")
def translate(parser, token):
    """`{% translate "…" %}`"""
    return Both(i18n.do_translate(parser, token))


@register.tag("blocktranslate")
def blocktranslate(parser, token):
    """`{% blocktranslate %}…{% endblocktranslate %}`"""
    return Both(i18n.do_block_translate(parser, token))
