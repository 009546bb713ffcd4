"""Words across scripts: what a Cyrillic word sounds like in Latin letters, and back; Ethiopic syllables as letters.

People type German words in their own letters ("анмельдунг") and their own words in Latin ones ("propiska"). The tables
are rough on purpose: the vocabulary's tolerance for typing errors does the rest.
"""

import re
import unicodedata

# Folded letters only: the analyser has already joined і/ы/и, є/э/е and dropped ъ and ь.
_TO_LATIN = str.maketrans(
    dict(zip("абвгдезийклмнопрстуф", "abvgdeziiklmnoprstuf", strict=True))
    | {"ж": "sch", "х": "h", "ц": "z", "ч": "tsch", "ш": "sch", "щ": "scht", "ю": "ju", "я": "ja", "ј": "j"}
)

_TO_CYRILLIC = {
    "shch": "щ",
    "sch": "ш",
    "sh": "ш",
    "zh": "ж",
    "kh": "х",
    "ch": "ч",
    "ts": "ц",
    "tz": "ц",
    "ya": "я",
    "ja": "я",
    "ia": "я",
    "yu": "ю",
    "ju": "ю",
    "iu": "ю",
    "ye": "е",
    "je": "е",
    "yi": "и",
    "yo": "е",
    **dict(zip("abcdefghijklmnopqrstuvwxyz46", "абцдефгхийклмнопкрстуввхизчш", strict=True)),
}
_LATIN_PART = re.compile("|".join(sorted(_TO_CYRILLIC, key=len, reverse=True)))

_ETHIOPIC_CONSONANT = {
    "hh": "h",
    "x": "h",
    "kx": "h",
    "sz": "s",
    "tz": "ts",
    "qh": "q",
    "glottal ": "",
    "pharyngeal ": "",
    "ph": "p",
    "th": "t",
    "ch": "ch",
}
_ETHIOPIC_VOWEL = {"a": "e", "u": "u", "i": "i", "aa": "a", "ee": "e", "e": "", "o": "o", "wa": "wa", "oa": "o"}
_SYLLABLE = re.compile(r"ethiopic syllable (glottal |pharyngeal |[^aeiou]*?)(aa|ee|oa|wa|[aeiou])\b")


def script_of(word):
    """The script of a word's first letter as ISO 15924: "Latn", "Cyrl", "Arab", "Ethi"; "" for digits and others."""
    for letter in word:
        name = unicodedata.name(letter, "")
        for start, script in (("LATIN", "Latn"), ("CYRILLIC", "Cyrl"), ("ARABIC", "Arab"), ("ETHIOPIC", "Ethi")):
            if name.startswith(start):
                return script
    return ""


def across(word, script):
    """A folded word as it would be written in another script ("Latn" or "Cyrl"); None where there is no way."""
    own = script_of(word)
    if (own, script) == ("Cyrl", "Latn"):
        return word.translate(_TO_LATIN)
    if (own, script) == ("Latn", "Cyrl"):
        return _LATIN_PART.sub(lambda part: _TO_CYRILLIC[part.group()], word)
    return None


def spell_ethiopic(text):
    """The text with every Ethiopic syllable as consonant and vowel: "ትምህርቲ" gives "tmhrti".

    A syllable is one character, so that four of them are a whole word: letters give typing errors room.
    """
    return "".join(_letters_of(sign) if "\u1200" <= sign <= "\u139f" else sign for sign in text)


def _letters_of(sign):
    syllable = _SYLLABLE.match(unicodedata.name(sign, "").lower())
    if not syllable:
        return " "
    consonant, vowel = syllable.groups()
    # Without a consonant of its own the sixth order is heard as a vowel: "እ" begins words as "i".
    lone = consonant in ("glottal ", "pharyngeal ") and vowel == "e"
    return _ETHIOPIC_CONSONANT.get(consonant, consonant) + ("i" if lone else _ETHIOPIC_VOWEL[vowel])
