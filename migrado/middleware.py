"""Middleware of every request. Order and reasons stand in `settings.MIDDLEWARE`."""

from django.middleware.gzip import GZipMiddleware
from django.utils import translation
from django.utils.cache import patch_cache_control

from migrado import languages


def language_from_path(get_response):
    """Activate the language that the first part of the path names, German elsewhere.

    Django's LocaleMiddleware also reads headers and redirects by them; the portal never does.
    """

    def middleware(request):
        code = request.path_info[1:].partition("/")[0]
        request.language = languages.get(code)
        request.LANGUAGE_CODE = request.language.code
        with translation.override(request.language.code):
            return get_response(request)

    return middleware


def public_headers(get_response):
    """Let every cache keep a visitor's page for a minute and no one keep what staff see."""

    def middleware(request):
        response = get_response(request)
        if "Cache-Control" in response:
            return response
        if request.path_info.startswith("/admin/") or request.method not in ("GET", "HEAD"):
            patch_cache_control(response, private=True, no_store=True)
        elif response.status_code in (200, 304):
            patch_cache_control(response, public=True, max_age=0, s_maxage=60)
        return response

    return middleware


class GZipPages(GZipMiddleware):
    """Compress pages, not files: those are compressed already, and parts of them are counted in their own bytes."""

    def process_response(self, request, response):
        """The response, compressed if it is a page and the browser can read it."""
        return response if response.streaming else super().process_response(request, response)
