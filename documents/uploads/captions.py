"""Captions: WebVTT, read and written anew."""

from io import StringIO

import webvtt

from .base import Checked, RefusedError

LARGEST = 2_000_000
MOST_CAPTIONS = 20_000


def check(path, target):
    """The captions, written anew to `target`. Raises `RefusedError`."""
    if path.stat().st_size > LARGEST:
        raise RefusedError("Die Untertitel sind zu groß.")
    try:
        content = path.read_bytes().decode("utf-8-sig")
        captions = webvtt.from_buffer(StringIO(content)) if content.startswith("WEBVTT") else None
    except UnicodeDecodeError as error:
        raise RefusedError("Die Untertitel sind nicht in UTF-8 gespeichert.") from error
    except (webvtt.errors.MalformedFileError, webvtt.errors.MalformedCaptionError, ValueError, IndexError) as error:
        raise RefusedError("Die Untertitel sind beschädigt.") from error
    if "\0" in content:
        raise RefusedError("Die Untertitel sind beschädigt.")
    if captions is None or not len(captions) or len(captions) > MOST_CAPTIONS:
        raise RefusedError("Das sind keine Untertitel im Format WebVTT.")
    target.write_text("\n\n".join(["WEBVTT", *(_cue(caption) for caption in captions)]) + "\n", encoding="utf-8")
    text = "\n".join(caption.text for caption in captions)
    return Checked(target, "vtt", "text/vtt", text=text)


def _cue(caption):
    return f"{caption.start} --> {caption.end}\n{caption.text}"
