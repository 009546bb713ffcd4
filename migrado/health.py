"""For whoever watches the servers."""

from django.db import DatabaseError, connection
from django.http import HttpResponse


def healthz(request):
    """The process lives."""
    return _answer("alive", 200)


def readyz(request):
    """It can serve: the database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return _answer("database does not answer", 503)
    return _answer("ready", 200)


def _answer(text, status):
    return HttpResponse(f"{text}\n", content_type="text/plain", status=status, headers={"Cache-Control": "no-store"})
