"""The words of one language in memory, to find those that resemble what somebody typed.

A worker keeps one `Vocabulary` per language in use: 15 languages with 2,000 services take about 50 MB.
"""

import logging
import threading
import time
from bisect import bisect_left
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from django.db import DatabaseError, connection
from django.db.models import Count, Max
from rapidfuzz import process
from rapidfuzz.distance import OSA

from .models import Posting, SearchStatistics, SearchWord

logger = logging.getLogger(__name__)

LATE = 60
"""Seconds for which new words may be missing from corrections. They are found at once as they are written."""

SIMILAR_FROM = 0.35
SIMILAR_AT_MOST = 15
GRAM = 4
CLOSE_FACTORS = {1: 0.8, 2: 0.6}
"""What a word at this edit distance is worth."""

CLOSE_AT_MOST = 3
TWO_ERRORS_FROM = 7
"""Letters from which a word may have two typing errors instead of one."""

STARTING_AT_MOST = 10
_LONGEST = 64


@dataclass(frozen=True)
class Neighbour:
    """A word of the vocabulary that resembles another: its term, and how much (0 to 1)."""

    surface: str
    term_id: int
    likeness: float


class Vocabulary:
    """The words of a language, given as (folded word, id of its term) pairs.

    `items` is how many items the language has, `holders` maps a term's id to how many of them hold it.
    """

    def __init__(self, pairs, items=0, holders=None):
        self.items = items
        pairs = sorted(pairs, key=lambda pair: (len(pair[0]), pair[0]))
        self._words = [word for word, _ in pairs]
        self._terms = np.array([term for _, term in pairs], dtype=np.int64)
        self._holders = np.array([(holders or {}).get(term, 0) for _, term in pairs], dtype=np.int32)
        lengths = [len(word) for word in self._words]
        self._start_of_length = [bisect_left(lengths, length) for length in range(_LONGEST + 1)]
        self._letters = np.array([_letters(word) for word in self._words], dtype=np.uint64)
        self._index_grams()

    def __len__(self):
        return len(self._words)

    def _index_grams(self):
        """Per 4-gram the words that hold it, as flat arrays: `_words_of[_first[g] : _first[g + 1]]`."""
        pairs = [(gram, position) for position, word in enumerate(self._words) for gram in _grams(word)]
        grams = np.fromiter((gram for gram, _ in pairs), dtype=np.uint32, count=len(pairs))
        positions = np.fromiter((position for _, position in pairs), dtype=np.int32, count=len(pairs))
        order = np.argsort(grams, kind="stable")
        self._words_of = positions[order]
        self._grams, self._first, counts = np.unique(grams[order], return_index=True, return_counts=True)
        self._first = np.append(self._first, len(pairs)).astype(np.int32)
        self._gram_weights = _rarity(len(self._words), counts).astype(np.float32)
        self._unknown_gram_weight = _rarity(len(self._words), 1)
        norms = np.zeros(len(self._words), dtype=np.float32)
        np.add.at(norms, self._words_of, np.repeat(self._gram_weights, counts))
        self._norms = np.sqrt(norms)

    def similar(self, word):
        """Words that share rare 4-grams with `word`, most similar first: inflections, parts of compounds."""
        if not self._words:
            return []
        likeness = np.zeros(len(self._words), dtype=np.float32)
        norm = 0.0
        for gram in _grams(word):
            at = int(np.searchsorted(self._grams, gram))
            if at < len(self._grams) and self._grams[at] == gram:
                weight = float(self._gram_weights[at])
                likeness[self._words_of[self._first[at] : self._first[at + 1]]] += weight
            else:
                weight = self._unknown_gram_weight
            norm += weight
        likeness /= self._norms * np.sqrt(norm)
        found = np.flatnonzero(likeness >= SIMILAR_FROM)
        found = found[np.argsort(-likeness[found], kind="stable")][:SIMILAR_AT_MOST]
        return [self._neighbour(position, likeness[position]) for position in found]

    def close(self, word):
        """Words one typing error away, or two where `word` is long; only the nearest, at most three."""
        errors = 2 if len(word) >= TWO_ERRORS_FROM else 1
        start, end = self._span(len(word) - errors, len(word) + errors)
        # An error takes one letter away and adds one at most: who differs in more letters is not near.
        differing = np.bitwise_count(self._letters[start:end] ^ np.uint64(_letters(word)))
        candidates = {start + at: self._words[start + at] for at in np.flatnonzero(differing <= 2 * errors).tolist()}
        found = process.extract(word, candidates, scorer=OSA.distance, score_cutoff=errors, limit=None)
        if not found:
            return []
        nearest = min(distance for _, distance, _ in found)
        near = [position for _, distance, position in found if distance == nearest]
        near.sort(key=lambda at: -self._holders[at])
        factor = CLOSE_FACTORS.get(nearest, 1)
        return [self._neighbour(at, factor / (1 + 0.3 * rank)) for rank, at in enumerate(near[:CLOSE_AT_MOST])]

    def starting(self, beginning):
        """Words that begin so, shortest first: somebody is still typing."""
        found = []
        for length in range(len(beginning) + 1, _LONGEST):
            start, end = self._span(length, length)
            at = bisect_left(self._words, beginning, start, end)
            while at < end and self._words[at].startswith(beginning) and len(found) < STARTING_AT_MOST:
                found.append(self._neighbour(at, len(beginning) / length))
                at += 1
        return found

    def _span(self, shortest, longest):
        return self._start_of_length[max(0, shortest)], self._start_of_length[min(_LONGEST, longest + 1)]

    def _neighbour(self, position, likeness):
        return Neighbour(self._words[position], int(self._terms[position]), float(likeness))


class _Shelf:
    """The vocabularies this worker holds, renewed in the background."""

    def __init__(self):
        self._held = {}
        self._lock = threading.Lock()

    def get(self, code):
        held = self._held.get(code)
        if held is None:
            return self._renew(code)
        vocabulary, newest, checked = held
        if time.monotonic() - checked > LATE:
            self._held[code] = (vocabulary, newest, time.monotonic())
            if _newest_word(code) != newest:
                threading.Thread(target=self._renew_in_background, args=[code], daemon=True).start()
        return vocabulary

    def forget(self):
        """Read every vocabulary anew when it is next asked for."""
        self._held.clear()

    def _renew(self, code):
        with self._lock:
            newest = _newest_word(code)
            if code in self._held and self._held[code][1] == newest:
                return self._held[code][0]
            statistics = SearchStatistics.objects.filter(language=code).first()
            words = SearchWord.objects.filter(language=code).values_list("surface", "term_id")
            holders = dict(
                Posting.objects.filter(term__language=code)
                .values("term_id")
                .annotate(holders=Count("pk"))
                .values_list("term_id", "holders")
            )
            items = statistics.items if statistics else 0
            # A word that stands nowhere any more corrects nothing.
            pairs = [pair for pair in words.iterator(chunk_size=5000) if pair[1] in holders]
            vocabulary = Vocabulary(pairs, items, holders)
            self._held[code] = (vocabulary, newest, time.monotonic())
            return vocabulary

    def _renew_in_background(self, code):
        try:
            self._renew(code)
        except DatabaseError:
            # The old words serve until the next look, in a minute.
            logger.warning("The words of %s could not be read anew.", code, exc_info=True)
        finally:
            connection.close()


shelf = _Shelf()


def _newest_word(code):
    """What changes when words come or go, even if an older transaction ends later."""
    words = SearchWord.objects.filter(language=code)
    return tuple(words.aggregate(newest=Max("pk"), words=Count("pk")).values())


def _grams(word):
    padded = f"_{word}_"
    return {crc32(padded[at : at + GRAM].encode()) for at in range(max(1, len(padded) - GRAM + 1))}


def _letters(word):
    """Which letters stand in the word, as 64 bits; letters may share one."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def _rarity(words, counts):
    return np.log(1 + words / counts) ** 2
