"""PDF from data: tagged (PDF/UA-1), set by Typst, in the three scripts of the portal."""

import hashlib
import json
import re
from functools import cache
from io import BytesIO
from pathlib import Path

import pypdfium2
import segno
import typst
from markdown_it import MarkdownIt

FOLDER = Path(__file__).parent
_TEMPLATE = FOLDER / "sheet.typ"


class UnsettableError(Exception):
    """A text that cannot be set, such as one with a sign that no font of ours has; says which."""


def pdf(data):
    """The sheet of these data (see `sheets.py`) as PDF, in bytes; the same bytes for the same data.

    Set in the first of `sizes` in which it fits one page, else in the first. Raises `UnsettableError`.
    """
    first, sizes = None, data.get("sizes", [11])
    for size in sizes:
        content = _compile(data | {"size": size, "qr": qr_svg(data["address"])})
        if len(sizes) == 1 or len(pypdfium2.PdfDocument(content)) == 1:
            return content
        first = first or content
    return first


def _compile(data):
    try:
        return typst.compile(
            str(_TEMPLATE),
            root=str(FOLDER),
            font_paths=[str(FOLDER / "fonts")],
            ignore_system_fonts=True,
            sys_inputs={"data": _without_marks(json.dumps(data, ensure_ascii=False))},
            pdf_standards=["ua-1"],
            timestamp=0,
        )
    except typst.TypstError as error:
        raise UnsettableError(error.message) from error


# Vowel marks of Arabic, which print leaves out anyway: a letter with one is there twice when a PDF is read aloud or
# copied. In Persian the hamza of the ezafe is part of the letter.
_MARKS = re.compile("[\u064b-\u0652\u0670]")


def _without_marks(text):
    return _MARKS.sub("", text.replace("\u0647\u0654", "\u06c0"))


def qr_svg(address):
    """The QR code of an address as an SVG document; a middling share of it may be dirty or torn."""
    picture = BytesIO()
    segno.make(address, error="m", micro=False).save(
        picture, kind="svg", border=2, light="#fff", omitsize=True, xmldecl=False
    )
    return picture.getvalue().decode()


@cache
def template_digest():
    """What changes when the template does, so that sheets are set anew."""
    return hashlib.sha256(_TEMPLATE.read_bytes()).hexdigest()


@cache
def _markdown():
    return MarkdownIt("js-default")


def blocks_of(body):
    """Markdown as a list of blocks: {"kind": "heading" | "text" | "item" | "step", "runs": [...]}.

    A run is {"text", "bold"}; four underscores are a blank to write into: {"blank": True}; "[ ]" at the start of an
    item is a box to tick: {"box": True}. A step has its "number".
    """
    blocks, lists = [], []
    is_heading = False
    for token in _markdown().parse(body):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(0 if token.type == "ordered_list_open" else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open" and lists[-1] is not None:
            lists[-1] += 1
        elif token.type in ("heading_open", "heading_close"):
            is_heading = token.type == "heading_open"
        elif token.type == "inline" and (runs := list(_runs(token.children))):
            blocks.append({**_kind(is_heading, lists), "runs": runs})
    return blocks


def _kind(is_heading, lists):
    if is_heading:
        return {"kind": "heading"}
    if not lists:
        return {"kind": "text"}
    return {"kind": "item"} if lists[-1] is None else {"kind": "step", "number": lists[-1]}


def _runs(tokens):
    is_bold = False
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            is_bold = token.type == "strong_open"
        elif token.type in ("softbreak", "hardbreak"):
            yield {"text": " ", "bold": is_bold}
        else:
            yield from _with_blanks(token.content, is_bold)


def _with_blanks(text, is_bold):
    if text.startswith("[ ]"):
        yield {"box": True}
        text = text.removeprefix("[ ]").lstrip()
    for at, part in enumerate(text.split("____")):
        if at:
            yield {"blank": True}
        if part := part.strip("_"):
            # A phone number stays on one line.
            yield {"text": re.sub(r"(?<=\d) (?=\d)", "\u00a0", part), "bold": is_bold}
