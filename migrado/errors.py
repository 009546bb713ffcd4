"""Error pages in the reader's language. They ask the database nothing: it may be what failed."""

from django.shortcuts import render


def _page(request, status):
    return render(request, "error.html", {"status": status}, status=status)


def bad_request(request, exception):
    """The request makes no sense."""
    return _page(request, 400)


def forbidden(request, exception):
    """Not for this visitor."""
    return _page(request, 403)


def not_found(request, exception):
    """There is no such page."""
    return _page(request, 404)


def server_error(request):
    """Something broke on our side."""
    return _page(request, 500)
