"""Stored files over HTTP: parts of them, only if changed, in constant memory, and never as a page of ours.

Parts after RFC 9110, section 14. Where nginx stands in front (SENDFILE=nginx) it sends the bytes: X-Accel-Redirect.
Files in a bucket (MEDIA_S3_BUCKET) pass through here too: visitors' browsers speak to nobody but the portal.
"""

import logging
import re
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseNotModified, StreamingHttpResponse
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header, parse_etags

logger = logging.getLogger(__name__)

CHUNK = 64 * 1024
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z")
_INLINE = ("application/pdf", "image/", "video/", "text/vtt")


def serve(request, stored, name):
    """The response for a `StoredFile` that visitors get under a name."""
    return _send(request, stored.file, _Head(name, stored.media_type, stored.sha256))


def serve_preview(request, stored, name):
    """The response for the picture of a stored file's first page; 404 if it has none."""
    if not stored.preview:
        raise Http404
    return _send(request, stored.preview, _Head(name, "image/webp", f"{stored.sha256}-preview"))


@dataclass(frozen=True)
class _Head:
    name: str
    media_type: str
    digest: str

    @property
    def etag(self):
        return f'"{self.digest}"'

    def on(self, response):
        """The response with what every answer says of its file."""
        is_inline = self.media_type.startswith(_INLINE)
        response["ETag"] = self.etag
        response["Content-Type"] = self.media_type
        response["Content-Disposition"] = content_disposition_header(not is_inline, self.name)
        response["X-Content-Type-Options"] = "nosniff"
        # A PDF may hold scripts, an HTML in disguise too: neither gets at anything of ours.
        response["Content-Security-Policy"] = "sandbox; default-src 'none'; style-src 'unsafe-inline'; media-src 'self'"
        patch_cache_control(response, public=True, max_age=3600)
        return response


def _send(request, file, head):
    if _has(request, "If-None-Match", head.etag):
        return head.on(HttpResponseNotModified())
    if settings.SENDFILE == "nginx":
        return head.on(HttpResponse(headers={"X-Accel-Redirect": f"/protected/{file.name}"}))
    try:
        source = file.open("rb")
    except OSError as error:
        logger.error("%s is in the database, but not in the storage", file.name)
        raise Http404 from error
    part = _part(request, file.size, head.etag)
    if part == ():
        source.close()
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{file.size}"})
    else:
        start, end = part or (0, file.size - 1)
        response = StreamingHttpResponse(_Bytes(source, start, end), status=206 if part else 200)
        response["Content-Length"] = end - start + 1
        if part:
            response["Content-Range"] = f"bytes {start}-{end}/{file.size}"
    response["Accept-Ranges"] = "bytes"
    return head.on(response)


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


class _Bytes:
    """The bytes of an open file from `start` to `end`, in chunks; closed with the response."""

    def __init__(self, source, start, end):
        self.source = source
        self.start, self.end = start, end

    def __iter__(self):
        in_bucket = getattr(self.source.file, "obj", None)
        if in_bucket is not None:
            # django-storages would fetch the whole file first: a bucket gives just this part.
            yield from in_bucket.get(Range=f"bytes={self.start}-{self.end}")["Body"].iter_chunks(CHUNK)
            return
        self.source.seek(self.start)
        left = self.end - self.start + 1
        while left > 0 and (chunk := self.source.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk

    def close(self):
        """Called by Django at the end of the response, however it ends."""
        self.source.close()


def _has(request, header, etag):
    found = parse_etags(request.headers.get(header, ""))
    return "*" in found or etag in [tag.removeprefix("W/") for tag in found]
