"""What every template may use."""

from functools import partial

from django.conf import settings

from migrado import languages


def reader(request):
    """The reader's language, all languages with the address of this page in each, and the portal's own address."""
    language = getattr(request, "language", languages.get(languages.SOURCE))
    return {
        "language": language,
        "versions": partial(_versions, request, language),
        "site_url": settings.SITE_URL,
    }


def _versions(request, reader_language):
    """This page in every language: dicts of `language`, `path` (with the query) and `current`."""
    prefix = f"/{reader_language.code}/"
    rest = request.get_full_path().removeprefix(prefix) if request.path.startswith(prefix) else ""
    return [
        {"language": language, "path": f"/{language.code}/{rest}", "current": language == reader_language}
        for language in languages.LANGUAGES
    ]
