"""Translations beside their German: what a machine can see to be wrong, found before a reader does."""

import re
import unicodedata
from dataclasses import dataclass

from migrado import languages
from migrado.translating import source_fields, translated_models

from . import terms

SHORTEST, LONGEST = 0.35, 2.2
"""How long a translation may be, as a share of the German; see `LENGTH_FROM`."""

LENGTH_FROM = 40
"""Letters of a German text from which its length says something."""

SCRIPT_SHARE = 0.1
"""The share of a translation's letters that must be in the language's own script."""

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_THOUSANDS = re.compile(r"(?<=\d)[.,\u00a0\u202f\u2009 ](?=\d{3}(?!\d))")
_ORDINAL = re.compile(r"(?<![\d.])\d{1,2}\.(?= [A-ZÄÖÜa-zäöü])")
_AFTERNOON = re.compile(r"\b(\d{1,2}) ?pm\b")
_FRENCH_HOURS = re.compile(r"\b(\d{1,2}) h (\d\d)\b")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_GERMAN_WORDS = frozenset(
    """der die das den und oder nicht ist sind wird werden für mit von auf sie bei nach wenn ein eine einen sich jedes
    haben können müssen ihre""".split()  # noqa: SIM905 (a list of words reads best as words)
)
_SCRIPT_NAMES = {"Latn": "LATIN", "Cyrl": "CYRILLIC", "Arab": "ARABIC", "Ethi": "ETHIOPIC"}


@dataclass(frozen=True)
class Fault:
    """What is wrong with one text: `record` and `field` name it, `message` says what a person should look at."""

    record: str
    field: str
    language: str
    message: str

    def __str__(self):
        return f"{self.language} {self.record} {self.field}: {self.message}"


def check(codes=languages.CODES):
    """The `Fault`s of every translation of every model into the given languages."""
    faults, official = [], terms.known(languages.SOURCE)
    for model in translated_models():
        for instance in model._base_manager.all():
            name = f"{model._meta.model_name} {getattr(instance, 'key', instance)}"
            for code in codes:
                if code != languages.SOURCE:
                    pairs = {
                        field: (getattr(instance, f"{field}_{languages.SOURCE}") or "", text or "")
                        for field in source_fields(model)
                        for text in [getattr(instance, f"{field}_{languages.get(code).column}")]
                    }
                    found = faults_of_all(pairs, languages.get(code), official)
                    faults += [Fault(name, field, code, message) for field in found for message in found[field]]
    return faults


def faults_of_all(pairs, language, official):
    """What is wrong with an object's translations: {field: [sentences]}, empty if nothing is.

    `pairs` is {field: (German, translation)}, `official` are the `terms.Term`s that there are.
    """
    found = {field: faults_of(german, text, language) for field, (german, text) in pairs.items() if german}
    for field, term in _lost_terms(pairs, language, official):
        found[field].append(f"das amtliche Wort „{term.german}“ fehlt")
    return {field: messages for field, messages in found.items() if messages}


def _lost_terms(pairs, language, official):
    """(field, `Term`) of official words that no text of the object keeps, though they stay German."""
    if language.stemmer == "german":  # plain German says it in other words
        return
    everything = " ".join(text for _, text in pairs.values()).lower()
    lost = set()
    for field, (german, _) in pairs.items():
        for start, end, term in terms.spans(german, official):
            # A text that is the word alone is a heading: the word itself is shown beside it.
            is_heading = end - start == len(german)
            if term.stays and not is_heading and term not in lost and term.german.lower() not in everything:
                lost.add(term)
                yield field, term


def faults_of(german, text, language):
    """What is wrong with a translation, as sentences; empty if nothing is."""
    if not text.strip():
        return ["ist leer"]
    found = [_script(text, language), _bidi(text)]
    if language.stemmer != "german":  # plain German leaves things out on purpose
        found += [_numbers(german, text), _length(german, text, language), _german_left(german, text)]
    return [message for message in found if message]


def _numbers(german, text):
    """Numbers as digits: all of the German's must be there. An ordinal ("1. Halbjahr") may become a word."""
    lost = _numbers_of(_ORDINAL.sub("", german)) - _numbers_of(text)
    return f"im Deutschen steht {', '.join(sorted(lost))}" if lost else ""


def _numbers_of(text):
    """The numbers of a text, however a language writes them: 32 000 as 32000, 7 h 30 as 7.30, 1 pm as 13."""
    text = "".join(str(unicodedata.decimal(sign, sign)) for sign in text)
    text = _FRENCH_HOURS.sub(r"\1.\2", _AFTERNOON.sub(lambda hour: str(int(hour.group(1)) % 12 + 12), text))
    numbers = {number.replace(",", ".").replace(":", ".") for number in _NUMBER.findall(_THOUSANDS.sub("", text))}
    return {number.removesuffix(".00") for number in numbers}


def _length(german, text, language):
    if len(german) < LENGTH_FROM:
        return ""
    share = len(text) / len(german)
    # A sign of the Ethiopic script is a syllable.
    shortest = SHORTEST * 0.6 if language.script == "Ethi" else SHORTEST
    if shortest <= share <= LONGEST:
        return ""
    return f"ist {share:.2f}-mal so lang wie das Deutsche".replace(".", ",")


def _script(text, language):
    """Enough letters are of the language's own script. Words in Latin letters may be German terms."""
    letters = [sign for sign in text if sign.isalpha()]
    name = _SCRIPT_NAMES[language.script]
    own = sum(unicodedata.name(sign, "").startswith(name) for sign in letters)
    if len(letters) < LENGTH_FROM or own >= SCRIPT_SHARE * len(letters):
        return ""
    return "ist nicht in der Schrift der Sprache"


def _bidi(text):
    return "enthält unsichtbare Zeichen für die Schreibrichtung" if _BIDI.search(text) else ""


def _german_left(german, text):
    """The German left standing: the very text, if it is a sentence, or German function words in it."""
    words = {word.lower() for word in re.findall(r"\w+", text)}
    if len(words & _GERMAN_WORDS) >= 4 and len(german) >= LENGTH_FROM:
        return "enthält deutsche Wörter: " + ", ".join(sorted(words & _GERMAN_WORDS))
    return ""
