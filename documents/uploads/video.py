"""Films: MP4 and WebM whose boxes make sense from beginning to end."""

import struct

from .base import Checked, RefusedError

_TYPES = {"mp4": "video/mp4", "webm": "video/webm"}
_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash")


def check(path, target, suffix):
    """The film, unchanged, at `target`. Raises `RefusedError`."""
    with path.open("rb") as source:
        good = _is_mp4(source, path.stat().st_size) if suffix == "mp4" else _is_webm(source)
    if not good:
        raise RefusedError(f"Das ist kein vollständiger {suffix.upper()}-Film.")
    path.rename(target)
    return Checked(target, suffix, _TYPES[suffix])


def _is_mp4(source, size):
    """Boxes follow each other to the very end, with a film's index and its pictures among them (ISO 14496-12)."""
    at, kinds = 0, []
    while at < size and len(kinds) < 10_000:
        source.seek(at)
        head = source.read(16)
        if len(head) < 8:
            return False
        length, kind = struct.unpack(">I4s", head[:8])
        if length == 1 and len(head) == 16:
            length = struct.unpack(">Q", head[8:])[0]
        elif length == 0:
            length = size - at
        if length < 8 or at + length > size:
            return False
        if not kinds and (kind != b"ftyp" or head[8:12] not in _BRANDS):
            return False
        kinds.append(kind)
        at += length
    return at == size and {b"moov", b"mdat"} <= set(kinds)


def _is_webm(source):
    """An EBML head that says webm."""
    return b"webm" in source.read(64)
