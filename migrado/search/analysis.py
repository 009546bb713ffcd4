"""Text to words to terms, the same for what is indexed and for what people type."""

import re
import threading
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer
from stopwordsiso import has_lang, stopwords

from migrado import languages
from migrado.folding import fold

from .scripts import spell_ethiopic

LONGEST_WORD = 40
"""Letters of a word that count: longer than any German compound of the portal, short enough for an index."""

_LISTS = Path(__file__).parent / "words"
_WORD = re.compile(r"\w+")
_APOSTROPHE_INSIDE_CYRILLIC = re.compile(r"(?<=[\u0400-\u052f])['’ʼ`´](?=[\u0400-\u052f])")
_UMLAUT_WRITTEN_OUT = re.compile(r"([aou])e")
_ARABIC_ARTICLES = ("وال", "بال", "كال", "فال", "لل", "ال")
# Vowel marks, soft hyphens, joiners: they part no words.
_INSIDE_WORDS = ("Mn", "Cf")
_STEM_AT_LEAST = 4
_KEPT = 4000
_ARTICLE_LEAVES_AT_LEAST = 3

# What NFKD leaves apart: letters that keyboards swap (Ukrainian and Russian, Arabic and Persian) or people leave out.
_ALIKE = str.maketrans(
    {"і": "и", "ы": "и", "є": "е", "э": "е", "ґ": "г", "ъ": None, "ь": None}
    | {"ى": "ي", "ی": "ي", "ة": "ه", "ک": "ك", "ٱ": "ا", "ـ": None}
    | {"ł": "l", "đ": "d", "ı": "i", "ø": "o", "æ": "ae", "œ": "oe"}
)


class Analyser:
    """The words of one language. Make one by `analyser(code)`, which keeps it.

    `surface(written)` is a word as the vocabulary holds it, `stem(written, surface)` its term; both are remembered.
    """

    def __init__(self, language):
        self.language = language
        self._lock = threading.Lock()
        self._snowball = snowballstemmer.stemmer(language.stemmer) if language.stemmer else None
        suffixes = {self.fold(suffix) for suffix in _word_list(f"{language.code}.suffixes")} - {""}
        self._suffixes = sorted(suffixes, key=lambda suffix: (-len(suffix), suffix))
        name = language.stop_words or language.code
        listed = stopwords(name) if has_lang(name) else ()
        own = _word_list(f"{language.code}.stop")
        self.surface = lru_cache(maxsize=_KEPT)(self._surface)
        self.stem = lru_cache(maxsize=_KEPT)(self._stem)
        self.stop_words = {word for text in (*listed, *own) for _, word in self._all_words(text)}
        self.stop_words -= {word for text in _word_list(f"{language.code}.keep") for _, word in self._all_words(text)}

    def fold(self, text):
        """Letters that people confuse or cannot type become one: marks removed, ä and ae as a, ё as е, أ as ا."""
        folded = spell_ethiopic(fold(text).translate(_ALIKE))
        return _UMLAUT_WRITTEN_OUT.sub(r"\1", folded) if self._writes_umlauts else folded

    @property
    def _writes_umlauts(self):
        return self.language.stemmer == "german"

    @property
    def _has_articles(self):
        return self.language.stemmer == "arabic"

    def _surface(self, written):
        """A word as the vocabulary holds it: folded, without an Arabic article; "" if no letter is left."""
        return self._without_article(self.fold(written))[:LONGEST_WORD].replace(" ", "")

    def words(self, text):
        """(as written, folded) of each word that says something; all words if every one is a stop word."""
        words = self._all_words(text)
        return [pair for pair in words if self.says_something(pair[1])] or words

    def says_something(self, word):
        """True unless the folded word is a stop word or a single letter."""
        return len(word) > 1 and word not in self.stop_words

    def terms(self, text):
        """The terms of a text, in order, with repeats."""
        return [self.stem(written, word) for written, word in self.words(text)]

    def _all_words(self, text):
        pairs = ((written, self.surface(written)) for written in split(text))
        return [(written, word) for written, word in pairs if word]

    def _without_article(self, word):
        if not self._has_articles:
            return word
        for article in _ARABIC_ARTICLES:
            if word.startswith(article) and len(word) - len(article) >= _ARTICLE_LEAVES_AT_LEAST:
                return word[len(article) :]
        return word

    def _stem(self, written, word):
        """The term of a word. Snowball reads letters as they are written; its Arabic does better on folded ones."""
        if self._snowball:
            seen = word if self._has_articles else written.lower()
            with self._lock:  # a stemmer holds the word it works on
                stem = self._snowball.stemWord(seen)
            return self.fold(stem).strip()[:LONGEST_WORD] or word
        for suffix in self._suffixes:
            if word.endswith(suffix) and len(word) - len(suffix) >= _STEM_AT_LEAST:
                return word[: -len(suffix)]
        return word


def split(text):
    """The words of a text as they are written, whatever the language."""
    text = _APOSTROPHE_INSIDE_CYRILLIC.sub("", unicodedata.normalize("NFKC", text))
    text = "".join(sign for sign in text if unicodedata.category(sign) not in _INSIDE_WORDS)
    return [word[:LONGEST_WORD] for word in _WORD.findall(text)]


@cache
def analyser(code):
    """The analyser of a language's code."""
    return Analyser(languages.get(code))


def _word_list(name):
    """The words of a file in words/, one or more to a line; none where there is no such file."""
    path = _LISTS / f"{name}.txt"
    return path.read_text(encoding="utf-8").split() if path.exists() else []
