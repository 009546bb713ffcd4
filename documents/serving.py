"""Stored files over HTTP: parts of them, only if changed, in constant memory, and never as a page of ours.

Parts after RFC 9110, section 14. Where nginx stands in front (SENDFILE=nginx) it sends the bytes: X-Accel-Redirect.
"""

import re

from django.conf import settings
from django.http import FileResponse, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header, parse_etags

CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)\Z")
_INLINE = ("application/pdf", "image/", "video/", "text/vtt")


def serve(request, stored, name):
    """The response for a `StoredFile` that visitors download under a name."""
    etag = f'"{stored.sha256}"'
    if _has(request, "If-None-Match", etag):
        return _with_headers(HttpResponseNotModified(), stored, name, etag)
    if settings.SENDFILE == "nginx":
        response = HttpResponse(headers={"X-Accel-Redirect": f"/protected/{stored.file.name}"})
        return _with_headers(response, stored, name, etag)
    part = _part(request, stored.size, etag)
    if part is None:
        response = FileResponse(stored.file.open("rb"))
    elif not part:
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{stored.size}"})
    else:
        start, end = part
        response = StreamingHttpResponse(_chunks(stored.file, start, end), status=206)
        response["Content-Range"] = f"bytes {start}-{end}/{stored.size}"
        response["Content-Length"] = end - start + 1
    response["Accept-Ranges"] = "bytes"
    return _with_headers(response, stored, name, etag)


def _with_headers(response, stored, name, etag):
    is_inline = stored.media_type.startswith(_INLINE)
    response["ETag"] = etag
    response["Content-Type"] = stored.media_type
    response["Content-Disposition"] = content_disposition_header(not is_inline, name)
    response["X-Content-Type-Options"] = "nosniff"
    # A PDF may hold scripts, an HTML in disguise too: neither gets at anything of ours.
    response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'; media-src 'self'"
    patch_cache_control(response, public=True, max_age=3600)
    return response


def _part(request, size, etag):
    """(first, last) byte asked for; () if there are no such bytes; None for the whole file.

    Several parts at once are answered with the whole file, as the standard allows.
    """
    asked = _RANGE.match(request.headers.get("Range", ""))
    if not asked or not any(asked.groups()) or request.headers.get("If-Range", etag) != etag:
        return None
    first, last = asked.groups()
    if not first:
        start, end = max(0, size - int(last)), size - 1
        return (start, end) if int(last) and size else ()
    start, end = int(first), min(int(last) if last else size - 1, size - 1)
    if last and int(last) < int(first):
        return None
    return (start, end) if start < size else ()


def _chunks(file, start, end):
    with file.open("rb") as source:
        source.seek(start)
        left = end - start + 1
        while left > 0 and (chunk := source.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk


def _has(request, header, etag):
    found = parse_etags(request.headers.get(header, ""))
    return "*" in found or etag in [tag.removeprefix("W/") for tag in found]
