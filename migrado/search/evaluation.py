"""How well the search finds: measures over questions whose answers are known."""

import json
import random
import re
import statistics
import time
import unicodedata
from contextlib import contextmanager
from functools import cache
from itertools import groupby

from django.db import transaction
from stopwordsiso import has_lang, stopwords

from migrado import languages

from . import indexing
from .models import Posting, SearchItem, SearchStatistics, SearchTerm, SearchWord
from .querying import Query
from .registry import searchables
from .vocabulary import shelf

SCRATCH = "scratch"
"""The kind of items that belong to no model."""

RANKS = 10

_ALPHABETS = {
    "Latn": "abcdefghijklmnopqrstuvwxyz",
    "Arab": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "Cyrl": "абвгдежзийклмнопрстуфхцчшщьюяіїє",
    "Ethi": "ሀለመሰረሸቀበተኀነአከወዘየደጀገጠጸፈ",
}
_WORD = re.compile(r"\w+")
_STRAIGHT = str.maketrans("’ʼ", "''")
_ON_A_RUSSIAN_KEYBOARD = str.maketrans("іїєґІЇЄҐ'’", "иеегИЕЕГъъ")
_UMLAUTS_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss"})
_ARABIC_IN_HASTE = str.maketrans("أإآةىؤئ", "اااهيوي")


@contextmanager
def scratch_index():
    """An empty index in place of the portal's, inside a transaction that is rolled back."""
    with transaction.atomic():
        for model in (Posting, SearchWord, SearchTerm, SearchItem, SearchStatistics):
            model.objects.all().delete()
        shelf.forget()
        try:
            yield
        finally:
            transaction.set_rollback(True)
            shelf.forget()


def index_documents(documents):
    """Index `{id, lang, title, text}` records; gives {object id: document id}."""
    names = sorted({document["id"] for document in documents})
    numbers = {name: number for number, name in enumerate(names, start=1)}
    texts = {(SCRATCH, number): {} for number in numbers.values()}
    for document in documents:
        parts = {"title": [document["title"]], "body": [document["text"]]}
        texts[SCRATCH, numbers[document["id"]]][document["lang"]] = parts
    indexing.write_texts(texts)
    return {number: name for name, number in numbers.items()}


def evaluate(documents, queries, variant="clean"):
    """{"languages": {lang: measures}, "mean": measures} of `{qid, lang, query, relevant}` questions."""
    with scratch_index():
        names = index_documents(documents)
        measured = {}
        for language, asked in groupby(sorted(queries, key=lambda query: query["lang"]), lambda query: query["lang"]):
            shelf.get(language)  # reading the vocabulary is no part of a query's time
            measured[language] = _measure([_ask(query, variant, names) for query in asked])
    values = list(measured.values())
    mean = {name: round(statistics.fmean(value[name] for value in values), 4) for name in values[0]}
    mean["queries"] = sum(value["queries"] for value in values)
    return {"languages": measured, "mean": mean}


def _ask(query, variant, names):
    """(rank of the first right document or None, milliseconds) of one question."""
    text = spoil(query["query"], query["lang"], variant, query["qid"])
    began = time.perf_counter()
    found = Query(text, query["lang"], [query["lang"]]).hits[:RANKS]
    spent = 1000 * (time.perf_counter() - began)
    ranks = [rank for rank, hit in enumerate(found, start=1) if names[hit.object_id] in query["relevant"]]
    return (ranks[0] if ranks else None), spent


def _measure(answers):
    ranks = [rank or RANKS + 1 for rank, _ in answers]
    times = sorted(spent for _, spent in answers)
    return {
        "mrr": round(statistics.fmean(1 / rank if rank <= RANKS else 0 for rank in ranks), 4),
        **{f"recall_{most}": round(statistics.fmean(rank <= most for rank in ranks), 4) for most in (1, 3, 5)},
        "median_ms": round(statistics.median(times), 2),
        "p95_ms": round(times[int(0.95 * (len(times) - 1))], 2),
        "queries": len(answers),
    }


def evaluate_newcomers(lines):
    """{"first", "first_three", "misses"} of `(language, query, [wanted service keys])` on the portal's own content."""
    services = next(iter(searchables().values()))  # the first kind of results
    keys = dict(services.model._default_manager.values_list("pk", "key"))
    first, first_three, misses = 0, 0, []
    for language, text, wanted in lines:
        got = [keys[hit.object_id] for hit in Query(text, language).hits if hit.kind == services.kind][:3]
        first += got[:1] != [] and got[0] in wanted
        first_three += any(key in wanted for key in got)
        if not got or got[0] not in wanted:
            misses.append([language, text, wanted, got])
    return {"first": round(first / len(lines), 4), "first_three": round(first_three / len(lines), 4), "misses": misses}


def read_newcomers(path):
    """The (language, query, [wanted keys]) of a tab-separated file; # begins a comment."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return [(row[0], row[1], row[2].split(",")) for row in rows if len(row) > 2]


def read_lines(path):
    """The records of a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


# Questions as people really type them. Reproducible: the same question is always spoilt the same way.


def spoil(text, language, variant, seed):
    """A question as typed in a hurry: clean, typoall, translit, short or short_typo."""
    if variant == "clean":
        return text
    if variant == "translit":
        return without_own_letters(text, language)
    if variant == "typoall":
        return misspell(text, language, random.Random(f"{seed}|{language}|ta"))  # noqa: S311
    short = two_words(text, language)
    if variant == "short":
        return short
    return misspell(short, language, random.Random(f"{seed}|{language}|st"))  # noqa: S311


def misspell(text, language, rng):
    """One typing error in every telling word of four letters or more."""
    text = text.translate(_STRAIGHT)
    for match in reversed(list(_WORD.finditer(text))):
        word = match.group()
        if len(word) >= 4 and _tells(word, language):
            text = text[: match.start()] + typing_error(word, language, rng) + text[match.end() :]
    return text


def typing_error(word, language, rng):
    """The word with one letter lost, added, wrong or swapped with its neighbour."""
    at = rng.randrange(len(word))
    kind = rng.choice(["del", "ins", "sub", "swap"])
    alphabet = _ALPHABETS[languages.get(language).script]
    letter = rng.choice(alphabet)
    if kind == "swap":
        at = rng.randrange(len(word) - 1)
        if word[at] != word[at + 1]:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "ins":
        return word[:at] + letter + word[at:]
    if kind == "sub":
        while letter == word[at].lower():
            letter = rng.choice(alphabet)
        return word[:at] + letter + word[at + 1 :]
    return word[:at] + word[at + 1 :]


def two_words(text, language):
    """The two longest telling words, in their order."""
    telling = [word for word in _WORD.findall(text.translate(_STRAIGHT)) if len(word) >= 3 and _tells(word, language)]
    longest = sorted(sorted(range(len(telling)), key=lambda at: -len(telling[at]))[:2])
    return " ".join(telling[at] for at in longest) or text


def without_own_letters(text, language):
    """As typed on a keyboard that lacks the language's own letters: Ukrainian on a Russian one, German without ä."""
    if languages.get(language).script == "Cyrl":
        return text.translate(_ON_A_RUSSIAN_KEYBOARD)
    if languages.get(language).stemmer == "german":
        return text.translate(_UMLAUTS_WRITTEN_OUT)
    text = text.replace("œ", "oe").translate(_ARABIC_IN_HASTE)
    return "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))


def _tells(word, language):
    return word.lower() not in _stop_words(language)


@cache
def _stop_words(language):
    name = languages.get(language).stop_words or language
    return stopwords(name) if has_lang(name) else set()
