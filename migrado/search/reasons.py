"""Why something was found: the words that matched, where the reader can see them."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from migrado import languages
from migrado.fields import lines
from migrado.words import Words

from .analysis import analyser

TEXTS_AT_MOST = 3


@dataclass(frozen=True)
class Reason:
    """`texts` of an object matched; `part` is "title", "term" (an official German one), "keywords" or "body".

    "inside" has no texts: the words stand in a part or a file of the object.
    """

    part: str
    texts: tuple[Words, ...]


def reason(hit, instance, searchable, code, terms):
    """The `Reason` of a hit: the place of the word that counted most, with the other words in the same kind of place.

    None where the texts have changed since. `terms` maps the ids of the hit's forms to terms.
    """
    found = defaultdict(Counter)
    for form in hit.forms:
        for part, texts in _places(
            form.language, terms.get(form.term_id), searchable.texts(instance, form.language), code
        ):
            found[part].update(texts)
    if not found:
        return Reason("inside", ()) if searchable.more else None
    part, texts = next(iter(found.items()))
    most = max(texts.values())
    # Of whole expressions those that share most words with the query; of single words all.
    best = [text for text, times in texts.items() if times == most or part in ("title", "body")]
    return Reason(part, tuple(best[: 2 if part == "keywords" else TEXTS_AT_MOST]))


def _places(language, term, parts, code):
    """(part, matching texts) of the first part that holds the term: expressions whole, other texts by the word."""
    for part, texts in parts.items():
        matching = _entries(language, term, texts) if part == "keywords" else _words(language, term, texts)
        if matching:
            if part != "body" and language == languages.SOURCE != code:
                part = "term"
            asked = languages.get(code)
            return [(part, [Words(text, languages.get(language), asked) for text in matching])]
    return []


def _entries(language, term, texts):
    return [entry for text in texts for entry in lines(text) if term in analyser(language).terms(entry)]


def _words(language, term, texts):
    own = analyser(language)
    pairs = [pair for text in texts for pair in own.words(text)]
    return list(dict.fromkeys(written for written, surface in pairs if own.stem(written, surface) == term))
