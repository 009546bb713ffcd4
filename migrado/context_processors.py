"""What every template may use."""

from functools import partial

from django.conf import settings

from migrado import beside, languages


def reader(request):
    """The reader's language, all languages with the address of this page in each, and the portal's own address."""
    language = getattr(request, "language", languages.get(languages.SOURCE))
    return {
        "language": language,
        "versions": partial(_versions, request, language),
        "site_url": settings.SITE_URL,
        "is_beside": beside.is_on(),
        "beside_path": partial(_beside_path, request),
    }


def _beside_path(request):
    """This page with the German texts beside the reader's, or without them if they are there."""
    query = request.GET.copy()
    if beside.is_on():
        query.pop(beside.PARAMETER, None)
    else:
        query[beside.PARAMETER] = "1"
    return f"{request.path}?{query.urlencode()}".removesuffix("?")


def _versions(request, reader_language):
    """This page in every language: dicts of `language`, `page`, `path` (the page with its query) and `current`."""
    prefix = f"/{reader_language.code}/"
    is_below = request.path.startswith(prefix)
    rest = request.path.removeprefix(prefix) if is_below else ""
    query = request.get_full_path().removeprefix(request.path) if is_below else ""
    return [
        {
            "language": language,
            "page": f"/{language.code}/{rest}",
            "path": f"/{language.code}/{rest}{query}",
            "current": language == reader_language,
        }
        for language in languages.LANGUAGES
    ]
