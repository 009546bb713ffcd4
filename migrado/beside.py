"""Two languages side by side: with `?beside=1` every text of a page has the German one beneath it.

For the counter, where two people look at one screen, and for print. Templates know nothing of it: texts carry the
German along behind a mark, and the middleware makes elements of the marks, or removes them where no element may stand.
"""

import re
from contextvars import ContextVar

from migrado import languages

PARAMETER = "beside"

# Private use characters (Unicode, 23.5): no text has them.
_START, _END = "\ue000", "\ue001"
_MARKED = re.compile(f"{_START}([^{_START}{_END}]*){_END}")
_WITHOUT_ELEMENTS = re.compile(r"<(title|option|script)\b.*?</\1>|<[^>]*>", re.DOTALL)

_is_on = ContextVar("beside", default=False)


def is_on():
    """True while a page is made that shows German too."""
    return _is_on.get()


def mark(own, german):
    """The escaped text of the reader, with the escaped German one behind it if it is another."""
    german = _MARKED.sub("", german)
    return f"{own}{_START}{german}{_END}" if german.strip() and german != _MARKED.sub("", own) else own


def middleware(get_response):
    """Show German too where the address asks for it."""

    def respond(request):
        if PARAMETER not in request.GET or request.language.code == languages.SOURCE:
            return get_response(request)
        token = _is_on.set(True)
        try:
            response = get_response(request)
        finally:
            _is_on.reset(token)
        if response.get("Content-Type", "").startswith("text/html") and not response.streaming:
            response.content = weave(response.content.decode())
            response["X-Robots-Tag"] = "noindex"
        return response

    return respond


def weave(html):
    """Make elements of the marks inside `<main>`; remove those where no element may stand, and all others."""
    html = _WITHOUT_ELEMENTS.sub(_unmarked, html)
    before, main, rest = html.partition("<main")
    inside, end, after = rest.partition("</main>")
    return _MARKED.sub("", before) + main + _MARKED.sub(_element, inside) + end + _MARKED.sub("", after)


def _unmarked(found):
    return _MARKED.sub("", found.group())


def _element(found):
    # The text was escaped before it was marked.
    return f'<span class="beside" lang="{languages.SOURCE}" dir="ltr">{found.group(1)}</span>'
