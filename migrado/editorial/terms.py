"""Official German words: marked for translators; those that stay German in every language are kept and checked for.

An app registers the model that holds them, as in `register(GlossaryTerm, term="term", title="title", stays="kept")`.
"""

import re
from dataclasses import dataclass

from migrado.words import words

_registered = []
_NAMES = re.compile(r"\s*[(),]\s*")


@dataclass(frozen=True)
class Term:
    """An official German word, and what the reader's language calls the thing.

    `stays` says that it stands in every language as it is, because letters and signs use it.
    """

    german: str
    own: str
    stays: bool


def register(model, *, term, title, stays):
    """Let every record of a model be an official word.

    The field `term` holds it, with other names after a comma or in brackets; `title` is the translated field beside
    it; `stays` the field that says whether it stays German.
    """
    _registered.append((model, term, title, stays))


def known(code):
    """The `Term`s of all registered models with their titles in a language, the longest first."""
    found = {}
    for model, term, title, stays in _registered:
        for record in model._base_manager.all():
            for name in _NAMES.split(getattr(record, term)):
                if name:
                    found[name] = Term(name, str(words(record, title, code)), getattr(record, stays))
    return sorted(found.values(), key=lambda one: (-len(one.german), one.german))


def spans(text, terms):
    """Where the terms stand in a text, as (start, end, `Term`), in order and never overlapping.

    A word may have an ending or go on, as German words do: "Jobcenters"; "Wohngeldantrag" holds "Wohngeld".
    """
    if not terms:
        return []
    by_word = {term.german: term for term in terms}
    pattern = re.compile(r"\b(?:" + "|".join(re.escape(term.german) for term in terms) + ")")
    return [(*match.span(), by_word[match.group()]) for match in pattern.finditer(text)]
