"""Captions from the cues of a video, as WebVTT (W3C)."""

from io import StringIO

from webvtt import Caption, WebVTT

from migrado import languages


def webvtt(cues, code):
    """The captions in one language as text; "" if a cue has no words in it."""
    column = f"text_{languages.get(code).column}"
    texts = [getattr(cue, column) for cue in cues]
    if not texts or not all(texts):
        return ""
    captions = [Caption(_time(cue.start), _time(cue.end), text) for cue, text in zip(cues, texts, strict=True)]
    written = StringIO()
    WebVTT(captions=captions).write(written)
    return written.getvalue()


def _time(seconds):
    """Seconds as hours:minutes:seconds.milliseconds."""
    whole, thousandths = divmod(int(seconds * 1000), 1000)
    minutes, rest = divmod(whole, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{rest:02}.{thousandths:03}"
