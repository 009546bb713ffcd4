"""Forms of visitors: there is no cookie to steal, but other sites must not post in a visitor's name."""

from functools import wraps

from django.conf import settings
from django.core.exceptions import PermissionDenied

_SAFE = ("GET", "HEAD", "OPTIONS")


def same_origin(view):
    """Refuse what another site's page sends, by the browser's own headers; browsers without them are let in.

    Source: W3C, Fetch Metadata Request Headers; RFC 6454 for `Origin`.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if request.method not in _SAFE and not _is_ours(request):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


def _is_ours(request):
    site = request.headers.get("Sec-Fetch-Site")
    if site:
        return site in ("same-origin", "none")
    origin = request.headers.get("Origin")
    return origin in (None, settings.SITE_URL, f"{request.scheme}://{request.get_host()}")
