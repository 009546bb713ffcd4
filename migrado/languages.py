"""The one registry of languages.

A language is one line here, one migration (its columns) and one gettext catalogue.
Nothing else in the project names a language.
"""

from dataclasses import dataclass
from functools import cache

SOURCE = "de"
"""The language staff write in, and the last fallback of every text."""


@dataclass(frozen=True)
class Language:
    """One interface language.

    `code` is a BCP 47 tag, used in addresses, in `lang` and in `hreflang`; `own_name` is written in
    the language itself; `german_name` is what a clerk reads on the counter card; `script` is ISO 15924;
    `fallbacks` are the languages tried, in order, before German when a text is missing. `stemmer` is the name of the
    Snowball algorithm, if there is one; `stop_words` the list of stopwordsiso where it has another name than `code`.
    """

    code: str
    own_name: str
    german_name: str
    script: str = "Latn"
    direction: str = "ltr"
    fallbacks: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    stemmer: str = ""
    stop_words: str = ""

    @property
    def chain(self):
        """Codes to try for a text: this language, its fallbacks, German."""
        return tuple(dict.fromkeys((self.code, *self.fallbacks, SOURCE)))

    @property
    def column(self):
        """The suffix of this language's database columns, as django-modeltranslation builds it."""
        return self.code.replace("-", "_")


_ENGLISH = ("en",)

# Sorted as the chooser shows them: by script, then by own name.
LANGUAGES = (
    Language("de", "Deutsch", "Deutsch", stemmer="german"),
    Language("de-simple", "Einfaches Deutsch", "einfaches Deutsch", stemmer="german", stop_words="de"),
    Language("en", "English", "Englisch", stemmer="english"),
    Language("es", "Español", "Spanisch", fallbacks=_ENGLISH, stemmer="spanish"),
    Language("fr", "Français", "Französisch", fallbacks=_ENGLISH, stemmer="french"),
    Language("kmr", "Kurdî (Kurmancî)", "Kurdisch (Kurmandschi)", fallbacks=_ENGLISH, aliases=("ku",)),
    Language("pl", "Polski", "Polnisch", fallbacks=_ENGLISH, stemmer="polish"),
    Language("ro", "Română", "Rumänisch", fallbacks=_ENGLISH, aliases=("mo",), stemmer="romanian"),
    Language("tr", "Türkçe", "Türkisch", fallbacks=_ENGLISH, stemmer="turkish"),
    Language("bg", "Български", "Bulgarisch", "Cyrl", fallbacks=_ENGLISH),
    Language("ru", "Русский", "Russisch", "Cyrl", fallbacks=_ENGLISH, stemmer="russian"),
    Language("uk", "Українська", "Ukrainisch", "Cyrl", fallbacks=_ENGLISH),
    Language("ar", "العربية", "Arabisch", "Arab", "rtl", fallbacks=_ENGLISH, stemmer="arabic"),
    Language("fa", "فارسی", "Persisch", "Arab", "rtl", fallbacks=_ENGLISH, aliases=("prs",), stemmer="persian"),
    Language("ti", "ትግርኛ", "Tigrinya", "Ethi", fallbacks=_ENGLISH),
)

BY_CODE = {language.code: language for language in LANGUAGES}
CODES = tuple(BY_CODE)


def get(code):
    """The language of `code`; German for a code the registry does not hold."""
    return BY_CODE.get(code, BY_CODE[SOURCE])


@cache
def _tags():
    return {tag: language for language in LANGUAGES for tag in (language.code, *language.aliases)}


def match(tag):
    """The language for a browser's tag ("uk-UA", "ku", "AR"), or None."""
    tag = tag.lower()
    return _tags().get(tag) or _tags().get(tag.partition("-")[0])


def wished(accept_language):
    """The registry's languages named in an `Accept-Language` header, best first, without repeats."""
    wishes = []
    for position, part in enumerate(accept_language[:500].split(",")):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        language = match(tag)
        if language and weight > 0:
            wishes.append((-weight, position, language))
    return list(dict.fromkeys(language for _, _, language in sorted(wishes, key=lambda wish: wish[:2])))


# Spoken at counters, without an interface of their own.
_SPOKEN = {
    "it": "Italiano",
    "el": "Ελληνικά",
    "sq": "Shqip",
    "sr": "Srpski",
    "hr": "Hrvatski",
    "rom": "Romani",
    "so": "Soomaali",
}


def name_of(code):
    """A language's own name; the code itself where the portal does not know the language."""
    language = match(code)
    return language.own_name if language else _SPOKEN.get(code, code)
