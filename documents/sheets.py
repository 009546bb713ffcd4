"""What stands on paper: a leaflet from its text, a help sheet from the fields of a form, as data for the template.

All data of a sheet: title, summary, notes (what the translation is worth), lang, dir, blocks, beside (the German of
each block, or empty), address (the page, behind the QR code), sizes (of the type in points, the best first). Blocks are
as `typesetting.blocks_of` gives them; the fields of a form are blocks of the kind "field": number, name, german,
explanation, example.
"""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from migrado import languages
from migrado.editorial.states import worst
from migrado.words import words

from .typesetting import blocks_of

# A leaflet is one page to hand over: rather smaller than on two. Help with a form has the pages it needs.
_SIZES = {"leaflet": [12.5, 11.5, 10.5], "beside": [11.5, 11, 10.5, 10], "help": [11]}

# What a PDF reader reads aloud: plain German is German.
_SPOKEN = {"de-simple": "de"}


def leaflet(document, code):
    """The data of a document's text in one language; None if it has none."""
    language = languages.get(code)
    texts = {name: getattr(document, f"{name}_{language.column}") for name in ("title", "summary", "body")}
    if not texts["body"] or not texts["title"]:
        return None
    blocks = blocks_of(texts["body"])
    german = blocks_of(document.body_de) if document.is_bilingual and code != languages.SOURCE else []
    beside = german if [one["kind"] for one in german] == [one["kind"] for one in blocks] else []
    sizes = _SIZES["beside" if beside else "leaflet"]
    return _sheet(document, language, [document]) | {"blocks": blocks, "beside": beside, "sizes": sizes}


def help_sheet(document, code):
    """The data of the help with a form in one language; None if a field has no words in it."""
    language = languages.get(code)
    fields = list(document.fields.all())
    if not fields or not all(getattr(field, f"explanation_{language.column}") for field in fields):
        return None
    sheet = _sheet(document, language, [document, *fields])
    blocks = [
        {
            "kind": "field",
            "number": number,
            "name": words(field, "name", code),
            "german": field.german,
            "explanation": words(field, "explanation", code),
            "example": field.example,
        }
        for number, field in enumerate(fields, start=1)
    ]
    with translation.override(code):
        sheet["german"] = document.german
        sheet["example"] = gettext("Example:")
        sheet["notes"].insert(
            0, gettext("This sheet helps you to fill in the form. The office takes only the German form.")
        )
    return sheet | {"blocks": blocks, "beside": [], "sizes": _SIZES["help"]}


def _sheet(document, language, records):
    with translation.override(language.code):
        worth = worst(language.code, records)
        if worth:
            note = gettext("The German text has changed since this was translated.") if worth == "outdated" else ""
            note = note or gettext("Translated by machine. No person has checked it.")
        return {
            "title": words(document, "title"),
            "summary": words(document, "summary"),
            "notes": [note] if worth else [],
            "lang": _SPOKEN.get(language.code, language.code),
            "dir": language.direction,
            "address": settings.SITE_URL + document.get_absolute_url(),
        }
