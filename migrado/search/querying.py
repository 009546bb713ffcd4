"""From what somebody typed to what they may mean: words, forms, items."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

import numpy as np
from django.db.models import Exists, OuterRef

from migrado import languages

from .analysis import analyser, split
from .models import Posting, SearchTerm, SearchWord
from .scripts import across, script_of
from .vocabulary import shelf

WORDS_AT_MOST = 12
"""Words of a query that count: a whole question, not a whole letter."""

ITEMS_AT_MOST = 1000
KNOWN = 0.65
"""What a similar word is worth beside the very word that was typed."""

BEGINNING = 0.7
"""What a word is worth that begins as the last one typed."""

RELEVANT = 0.3
"""The share of the best score of its kind that a hit needs to be shown."""

RELEVANT_KIND = 0.15
"""The share of the best score of all that the best of a kind needs."""

CORRECTS = 0.5
"""How much a form must be worth to be shown as a correction."""

FALLBACK = 0.8
"""What a word of another language than the reader's is worth; German counts in full, because letters are German."""


@dataclass
class Form:
    """A term that may stand for a typed word, and what it is worth (0 to 1)."""

    language: str
    term_id: int
    factor: float
    surface: str


@dataclass
class Word:
    """A typed word with all its forms, and the languages in whose texts it stands exactly so."""

    written: str
    forms: dict[int, Form] = field(default_factory=dict)
    known_in: set[str] = field(default_factory=set)

    @property
    def is_known(self):
        """True if it stands somewhere exactly so."""
        return bool(self.known_in)

    def add(self, language, term_id, factor, surface):
        """Let a term stand for the word, unless it does so better already."""
        known = self.forms.get(term_id)
        if known is None or known.factor < factor:
            self.forms[term_id] = Form(language, term_id, factor, surface)

    def correction(self, used):
        """The `Form` that this unknown word probably means, among the used terms; None if it needs no correction."""
        near = [form for form in self.forms.values() if form.term_id in used and form.factor >= CORRECTS]
        if self.is_known or not near:
            return None
        best = max(near, key=lambda form: form.factor)
        return None if best.surface.startswith(analyser(best.language).surface(self.written)) else best


class Hit(NamedTuple):
    """A found object: its kind and id, its score, and per typed word the form that found it with what it adds."""

    kind: str
    object_id: int
    score: float
    scored: tuple[tuple[float, Form], ...]

    @property
    def forms(self):
        """The forms, the one that counts most first."""
        return tuple(form for _, form in sorted(self.scored, key=lambda pair: -pair[0]))


class Query:
    """One search, in the language of the interface and in German; see `hits`.

    `codes` restricts the languages that are searched.
    """

    def __init__(self, text, code, codes=None, *, is_unfinished=False):
        self.text = text
        self.code = code
        self.words = [Word(written) for written in self._content_words(text)]
        self.codes = list(codes or languages.get(code).chain)
        self._look_up(guess=codes is None)
        self._expand(is_unfinished)

    def _content_words(self, text):
        own = analyser(self.code)
        written = list(dict.fromkeys(split(text)))
        telling = [word for word in written if own.says_something(own.surface(word))]
        return (telling or written)[:WORDS_AT_MOST]

    def _look_up(self, *, guess):
        """Exact forms, from the database: what was saved a moment ago is found."""
        surfaces = {code: [analyser(code).surface(word.written) for word in self.words] for code in languages.CODES}
        exact = self._exact_words(surfaces)
        if guess:
            self._guess_languages(exact, surfaces)
        stems = self._exact_terms(surfaces)
        for code in self.codes:
            for word, surface in zip(self.words, surfaces[code], strict=True):
                if not analyser(code).says_something(surface) and code != self.code:
                    continue
                for term_id in (
                    stems.get((code, analyser(code).stem(word.written, surface))),
                    exact.get((code, surface)),
                ):
                    if term_id:
                        word.add(code, term_id, self._worth(code), surface)
                        word.known_in.add(code)
        self._surfaces = surfaces

    def _exact_words(self, surfaces):
        wanted = {surface for found in surfaces.values() for surface in found}
        in_use = Exists(Posting.objects.filter(term=OuterRef("term")))
        rows = SearchWord.objects.filter(in_use, surface__in=wanted).values_list("language", "surface", "term_id")
        return {(language, surface): term_id for language, surface, term_id in rows}

    def _exact_terms(self, surfaces):
        stems = {
            analyser(code).stem(word.written, surface)
            for code in self.codes
            for word, surface in zip(self.words, surfaces[code], strict=True)
        }
        in_use = Exists(Posting.objects.filter(term=OuterRef("pk")))
        rows = SearchTerm.objects.filter(in_use, language__in=self.codes, term__in=stems)
        return {(language, term): pk for language, term, pk in rows.values_list("language", "term", "pk")}

    def _guess_languages(self, exact, surfaces):
        """Search one more language if words that the reader's languages do not know are at home there."""
        foreign = [
            at
            for at, word in enumerate(self.words)
            if script_of(word.written) and not any((code, surfaces[code][at]) in exact for code in self.codes)
        ]
        votes = Counter(
            code
            for code in languages.CODES
            if code not in self.codes
            for at in foreign
            if (code, surfaces[code][at]) in exact and analyser(code).says_something(surfaces[code][at])
        )
        if votes:
            most = max(votes.values())
            self.codes += [code for code in languages.CODES if votes[code] == most][:2]
            return
        scripts = {script_of(self.words[at].written) for at in foreign}
        own = {languages.get(code).script for code in self.codes}
        self.codes += [language.code for language in languages.LANGUAGES if language.script in scripts - own]

    def _worth(self, code):
        return 1 if code in (self.code, languages.SOURCE) or code not in languages.get(self.code).chain else FALLBACK

    def _expand(self, is_unfinished):
        """Similar forms, from the vocabularies in memory."""
        for code in self.codes:
            vocabulary = shelf.get(code)
            for at, word in enumerate(self.words):
                for surface in _spellings(self._surfaces[code][at], languages.get(code).script):
                    self._expand_word(word, code, vocabulary, surface)
                    if is_unfinished and at == len(self.words) - 1:
                        self._finish_word(word, code, vocabulary, surface)

    def _expand_word(self, word, code, vocabulary, surface):
        if not analyser(code).says_something(surface):
            return
        neighbours = vocabulary.similar(surface)
        if code not in word.known_in:
            neighbours += vocabulary.close(surface)
        worth = self._worth(code) * (KNOWN if word.is_known else 1)
        for near in neighbours:
            word.add(code, near.term_id, worth * near.likeness, near.surface)

    def _finish_word(self, word, code, vocabulary, beginning):
        for near in vocabulary.starting(beginning):
            word.add(code, near.term_id, BEGINNING * near.likeness * self._worth(code), near.surface)

    @cached_property
    def hits(self):
        """The `Hit`s, best first."""
        postings, items = defaultdict(list), {}
        term_ids = {term_id for word in self.words for term_id in word.forms}
        rows = Posting.objects.filter(term_id__in=term_ids).values_list(
            "term_id", "item_id", "weight", "item__kind", "item__object_id", "item__factor"
        )
        for row in rows:
            postings[row[0]].append(row[1:3])
            items[row[1]] = row[3:]
        scores, found = dict.fromkeys(items, 0), defaultdict(tuple)
        for word in self.words:
            for item_id, scored in self._best(word, postings).items():
                scores[item_id] += scored[0]
                found[item_id] += (scored,)
        hits = [
            Hit(kind, object_id, factor * scores[item_id], found[item_id])
            for item_id, (kind, object_id, factor) in items.items()
        ]
        return sorted(hits, key=lambda hit: (-hit.score, hit.kind, hit.object_id))[:ITEMS_AT_MOST]

    @cached_property
    def terms(self):
        """{id: term} of all forms."""
        forms = {term_id for word in self.words for term_id in word.forms}
        return dict(SearchTerm.objects.filter(pk__in=forms).values_list("pk", "term"))

    def relevant(self, kind, allowed=None):
        """The hits of a kind worth showing: those not far behind the best of them.

        `allowed` takes object ids and gives those that may be shown; without it, a kind whose best hit is far behind
        the best of all has nothing worth showing.
        """
        hits = [hit for hit in self.hits if hit.kind == kind]
        if allowed is not None:
            pks = allowed([hit.object_id for hit in hits])
            hits = [hit for hit in hits if hit.object_id in pks]
        elif hits and hits[0].score < RELEVANT_KIND * self.hits[0].score:
            return []
        return [hit for hit in hits if hit.score >= RELEVANT * hits[0].score]

    def _best(self, word, postings):
        """{item id: (score, form)} of the form that counts most in each item."""
        best = {}
        for form in word.forms.values():
            holders = postings[form.term_id]
            value = form.factor * _rarity(shelf.get(form.language).items, len(holders))
            for item_id, weight in holders:
                score = value * weight
                if item_id not in best or best[item_id][0] < score:
                    best[item_id] = (score, form)
        return best


def _spellings(surface, script):
    """A folded word as texts of a script may hold it: as it is, if they may, and written across."""
    texts_may_hold_it = script_of(surface) in ("", "Latn", script)
    return dict.fromkeys(filter(None, [surface if texts_may_hold_it else None, across(surface, script)]))


def _rarity(items, holders):
    """The idf of BM25: how much a term says that `holders` of `items` hold."""
    return float(np.log(1 + (max(items, holders) - holders + 0.5) / (holders + 0.5)))
