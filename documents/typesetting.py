"""Leaflets as tagged PDF (PDF/UA-1), set by Typst from a document's own text: one text for page and paper."""

import json
from functools import cache
from io import BytesIO
from pathlib import Path

import segno
import typst
from markdown_it import MarkdownIt

from migrado import languages

FOLDER = Path(__file__).parent
_TEMPLATE = FOLDER / "leaflet.typ"
_WIDE = {"en": "en", "de-simple": "de"}


def pdf(*, title, summary, blocks, language, address, beside=None):
    """A leaflet as PDF, in bytes: `blocks` as `blocks_of` gives them, `beside` those of the German, or None.

    `address` is the page that the QR code leads to.
    """
    data = {
        "title": title,
        "summary": summary,
        "lang": _WIDE.get(language.code, language.code),
        "dir": language.direction,
        "blocks": blocks,
        "beside": beside if beside and len(beside) == len(blocks) else [],
        "address": address,
        "qr": _qr(address),
    }
    return typst.compile(
        str(_TEMPLATE),
        root=str(FOLDER),
        font_paths=[str(FOLDER / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=["ua-1"],
        timestamp=0,
    )


def _qr(address):
    svg = BytesIO()
    segno.make(address, error="m").save(svg, kind="svg", border=2, xmldecl=False, svgns=True)
    return svg.getvalue().decode()


@cache
def _markdown():
    return MarkdownIt("js-default")


def blocks_of(body):
    """A leaflet's Markdown as a list of blocks: {"kind": "heading" | "text" | "item" | "step", "runs": [...]}.

    A run is {"text", "bold"}; a run of underscores is a blank to write into: {"blank": True}. A step has its "number".
    """
    blocks, lists = [], []
    for token in _markdown().parse(body):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(0 if token.type.startswith("ordered") else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "list_item_open" and lists[-1] is not None:
            lists[-1] += 1
        elif token.type == "heading_open":
            blocks.append({"kind": "heading", "runs": []})
        elif token.type == "inline":
            if not blocks or blocks[-1]["kind"] != "heading" or blocks[-1]["runs"]:
                blocks.append(_block(lists))
            blocks[-1]["runs"] = list(_runs(token.children))
    return blocks


def _block(lists):
    if not lists:
        return {"kind": "text", "runs": []}
    if lists[-1] is None:
        return {"kind": "item", "runs": []}
    return {"kind": "step", "number": lists[-1], "runs": []}


def _runs(tokens):
    is_bold = False
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            is_bold = token.type == "strong_open"
        elif token.type in ("softbreak", "hardbreak"):
            yield {"text": " ", "bold": False}
        elif token.content:
            yield from _with_blanks(token.content, is_bold)


def _with_blanks(text, is_bold):
    for at, part in enumerate(text.replace("____", "\0").split("\0")):
        if at:
            yield {"blank": True}
        if part.strip("_ ") or (part.strip("_") and not at):
            yield {"text": part.strip("_"), "bold": is_bold}


def leaflet(document, code, address):
    """The PDF of a `Document` in one language, in bytes; None if it has no text in that language."""
    language = languages.get(code)
    texts = {name: getattr(document, f"{name}_{language.column}") for name in ("title", "summary", "body")}
    if not texts["body"] or not texts["title"]:
        return None
    is_beside = document.is_bilingual and code != languages.SOURCE
    return pdf(
        title=texts["title"],
        summary=texts["summary"] or "",
        blocks=blocks_of(texts["body"]),
        language=language,
        address=address,
        beside=blocks_of(document.body_de) if is_beside else None,
    )
