"""Translated text as a reader gets it: the words, and the language they turned out to be in."""

import re
from functools import cache

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from modeltranslation.translator import NotRegistered, translator

from migrado import beside, languages

# Translations keep a German word behind their own, in brackets; where the letters are others, it may stand anywhere.
_GERMAN_IN_BRACKETS = re.compile(r"(?<=\()[A-ZÄÖÜ][a-zäöüß]{11,}(?=\))")
_GERMAN_ANYWHERE = re.compile(r"\b[A-ZÄÖÜ][a-zäöüß]{11,}\b")


class Words(str):
    """A text that knows its language and whether that is the language the reader asked for."""

    def __new__(cls, text, language, asked, german=""):
        words = super().__new__(cls, text)
        words.language = language
        words.asked = asked
        words.german = german
        return words

    def __html__(self):
        return self._html(escape(str(self)))

    def _html(self, own):
        return mark_safe(beside.mark(own, escape(self.german)) if beside.is_on() else own)  # noqa: S308 (escaped)

    @property
    def marked(self):
        """The text as HTML with its long German words marked: they are spoken and hyphenated as German (WCAG 3.1.2)."""
        if self.language.code.startswith(languages.SOURCE):
            return self.__html__()
        german = _GERMAN_IN_BRACKETS if self.language.script == "Latn" else _GERMAN_ANYWHERE
        return self._html(german.sub(rf'<bdi lang="{languages.SOURCE}">\g<0></bdi>', escape(str(self))))

    @property
    def is_fallback(self):
        """True if the text stands in for one that is missing in the reader's language."""
        return bool(self) and self.language != self.asked

    @property
    def attrs(self):
        """` lang="…" dir="…"` for the element around the text, empty if the page says it already."""
        if not self.is_fallback:
            return ""
        return format_html(' lang="{}" dir="{}"', self.language.code, self.language.direction)

    @property
    def items(self):
        """The lines of the text, each with the same language."""
        own, german = _lines(self), _lines(self.german)
        beneath = german if len(german) == len(own) else [""] * len(own)
        return [Words(line, self.language, self.asked, other) for line, other in zip(own, beneath, strict=True)]


def _lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def words(instance, field, code=None):
    """The `Words` of a translated field: the first non-empty text along the language's chain, else empty."""
    asked = languages.get(code or get_language())
    for step in asked.chain:
        language = languages.get(step)
        text = getattr(instance, f"{field}_{language.column}", None)
        if text:
            german = getattr(instance, f"{field}_{languages.get(languages.SOURCE).column}") if beside.is_on() else ""
            return Words(text, language, asked, german or "")
    return Words("", asked, asked)


@cache
def translated_fields(model):
    """The names of a model's translated fields, in the model's order; empty for a model without any."""
    try:
        translated = translator.get_options_for_model(model).all_fields
    except NotRegistered:
        return ()
    return tuple(field.name for field in model._meta.get_fields() if field.name in translated)


def columns(model, codes=languages.CODES):
    """The column names of a model's translated fields in the given languages."""
    suffixes = [languages.get(code).column for code in codes]
    return [f"{field}_{suffix}" for field in translated_fields(model) for suffix in suffixes]
