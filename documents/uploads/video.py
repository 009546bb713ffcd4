"""Films: MP4 and WebM that browsers play, whole, and written anew without where and with what they were taken."""

import errno
import struct
from decimal import Decimal
from io import BytesIO

import av

from .base import Checked, RefusedError

LONGEST = 4 * 60 * 60
"""Seconds of a film."""

MOST_PIXELS = 4096 * 2304
FASTEST = 240
"""Pictures a second."""

_TYPES = {"mp4": "video/mp4", "webm": "video/webm"}
_FORMATS = {"mp4": "mp4", "webm": "matroska"}
_CODECS = {"mp4": {"h264", "vp9", "av1"}, "webm": {"vp9", "av1"}}
_SOUNDS = {"mp4": {"aac", "mp3", "opus"}, "webm": {"opus", "vorbis"}}
_BRANDS = (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"M4V ", b"dash")
# How much earlier than it says a whole film may end: sound and pictures seldom end together.
_SLACK = 1
_PREVIEW = (960, 960)
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_SEGMENT = 0x18538067


def check(path, target, suffix):
    """The film, its pictures and sound unchanged at `target`, with its facts and its first picture.

    Raises `RefusedError`, and `OSError` if there is no room for it.
    """
    is_whole = _is_mp4 if suffix == "mp4" else _is_webm
    with path.open("rb") as source:
        if not is_whole(source, path.stat().st_size):
            raise RefusedError(f"Das ist kein vollständiger {suffix.upper()}-Film.")
        source.seek(0)
        try:
            # A named format and an open file: no playlist that would fetch something else.
            with av.open(source, format=_FORMATS[suffix]) as film:
                _refuse_codecs(film, suffix)
                _copy(film, target, suffix)
            # What is kept is what must be whole.
            with target.open("rb") as copy, av.open(copy, format=_FORMATS[suffix]) as film:
                facts = _look(film)
        except OSError as error:
            if error.errno in _NO_ROOM:
                raise
            raise RefusedError("Der Film ist beschädigt.") from error
        # A stream of no known kind has no attributes.
        except (av.FFmpegError, AttributeError, ValueError, ArithmeticError, LookupError) as error:
            raise RefusedError("Der Film ist beschädigt.") from error
    return Checked(target, suffix, _TYPES[suffix], **facts)


def _look(film):
    """What a `Checked` film says of itself. Raises `RefusedError` if a browser could not play it."""
    pictures = film.streams.video[0]
    seconds, rate = (film.duration or 0) / av.time_base, pictures.average_rate or 0
    if not 0 < seconds <= LONGEST or not 1 <= rate <= FASTEST:
        raise RefusedError("Der Film sagt nicht, wie lang er ist, oder ist zu lang. Bitte speichern Sie ihn neu.")
    if pictures.width * pictures.height > MOST_PIXELS:
        raise RefusedError("Der Film hat zu viele Bildpunkte. Bitte speichern Sie ihn kleiner, etwa in Full HD.")
    picture = _first_picture(film, pictures)
    preview = BytesIO()
    width, height = picture.size
    picture.thumbnail(_PREVIEW)
    picture.save(preview, "WEBP", quality=72, method=4)
    return {
        "seconds": max(1, round(seconds)),
        "width": width,
        "height": height,
        "frames_per_second": round(Decimal(rate.numerator) / rate.denominator, 2),
        "preview": preview.getvalue(),
    }


def _refuse_codecs(film, suffix):
    if not film.streams.video:
        raise RefusedError("Der Film enthält kein Bild.")
    codec = film.streams.video[0].codec.canonical_name
    if codec not in _CODECS[suffix]:
        raise RefusedError(f"Das Bild ist in „{codec}“ gespeichert. Bitte speichern Sie den Film als MP4 mit H.264.")
    for sound in film.streams.audio[:1]:
        if sound.codec.canonical_name not in _SOUNDS[suffix]:
            raise RefusedError("Den Ton spielen nicht alle Browser. Bitte speichern Sie den Film mit AAC-Ton.")


def _first_picture(film, pictures):
    """The first picture as one sees it: phones film upright and only note that it is to be turned."""
    pictures.codec_context.options = {"max_pixels": str(MOST_PIXELS)}
    frame = next(film.decode(pictures), None)
    if frame is None:
        raise RefusedError("Der Film enthält kein Bild.")
    if "420p" not in frame.format.name:
        raise RefusedError("Die Farben des Films zeigen nicht alle Browser. Bitte speichern Sie ihn mit „yuv420p“.")
    return frame.to_image().rotate(frame.rotation, expand=True)


def _copy(film, target, suffix):
    """Write the first pictures and sound to `target` as they are, and nothing else.

    Raises `RefusedError` if the end is missing.
    """
    # Bitexact: the same film is the same file again. Faststart: it plays before it is loaded.
    options = {"fflags": "+bitexact"} | ({"movflags": "+faststart"} if suffix == "mp4" else {})
    end = 0
    with av.open(str(target), "w", format=suffix, options=options) as copy:
        streams = [film.streams.video[0], *film.streams.audio[:1]]
        copies = {stream.index: copy.add_stream_from_template(stream) for stream in streams}
        for packet in film.demux(streams):
            if packet.dts is None:
                continue
            if packet.is_corrupt:
                raise RefusedError("Der Film ist beschädigt.")
            end = max(end, (packet.pts + packet.duration) * packet.time_base)
            packet.stream = copies[packet.stream.index]
            copy.mux(packet)
    if end < (film.duration or 0) / av.time_base - _SLACK:
        raise RefusedError("Der Film ist abgeschnitten.")


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


def _is_webm(source, size):
    """An EBML head that says webm, and a segment that ends where the file ends (RFC 8794 and 9559)."""
    head = source.read(64)
    source.seek(4)
    length = _number(source)
    if b"webm" not in head or not 0 < length < size:
        return False
    source.seek(length, 1)
    return _number(source, keep_mark=True) == _SEGMENT and _number(source) + source.tell() == size


def _number(source, keep_mark=False):
    """A number of variable length, as EBML writes sizes, and with its mark names of elements; -1 at the end."""
    first = source.read(1)
    if not first or not first[0]:
        return -1
    length = 9 - first[0].bit_length()
    number = int.from_bytes(first + source.read(length - 1), "big")
    return number if keep_mark else number & ~(1 << 7 * length)
