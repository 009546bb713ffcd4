from concurrent.futures import ThreadPoolExecutor

import pytest

from migrado import languages
from migrado.search.analysis import LONGEST_WORD, Analyser, analyser, split
from migrado.search.scripts import across, script_of, spell_ethiopic


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [
        ("de", "Führerschein", "Fuehrerschein"),
        ("de", "Straße", "strasse"),
        ("de", "Häuser", "Hauses"),
        ("en", "registering", "registered"),
        ("uk", "прописки", "прописка"),
        ("uk", "єдиний", "единий"),
        ("ru", "ребёнок", "ребенок"),
        ("ar", "الإقامة", "اقامه"),
        ("ar", "المدرسة", "مدرسة"),
        ("fa", "کیف", "كيف"),
        ("tr", "çocuklar", "çocuk"),
        ("pl", "mieszkania", "mieszkanie"),
        ("bg", "осигуровката", "осигуровка"),
        ("ti", "ሠላም", "ሰላም"),
    ],
)
def test_what_people_confuse_is_one_term(code, one, other):
    assert analyser(code).terms(one) == analyser(code).terms(other)


@pytest.mark.parametrize(("code", "text"), [("de", "Wohnung"), ("ar", "سكن"), ("ti", "ቤት"), ("uk", "житло")])
def test_terms_keep_their_own_letters(code, text):
    assert analyser(code).terms(text)


def test_stop_words_say_nothing_unless_they_are_all_there_is():
    assert [word for _, word in analyser("de").words("das Kind und der Pass")] == ["kind", "pass"]
    assert [word for _, word in analyser("de").words("und der")] == ["und", "der"]


def test_words_that_matter_here_are_no_stop_words():
    assert [word for _, word in analyser("ru").words("деньги на ребенка")] == ["денги", "ребенка"]
    assert [word for _, word in analyser("en").words("find work")] == ["work"]


def test_a_ukrainian_apostrophe_joins_and_a_french_one_parts():
    assert split("сім'я сім’я") == ["сімя", "сімя"]
    assert split("l'école") == ["l", "école"]


def test_words_have_an_end():
    assert all(len(word) <= LONGEST_WORD for word in split("x" * 500))
    assert len(analyser("ti").surface("ትምህርቲ" * 40)) <= LONGEST_WORD


@pytest.mark.parametrize("code", languages.CODES)
@pytest.mark.parametrize("text", ["", " ", "🙂", "\u202e\u200f", "'", "%_\\", "\x00", "ـ", "12", "a"])
def test_odd_text_gives_words_without_empty_ones(code, text):
    assert all(analyser(code).terms(text))


@pytest.mark.parametrize(
    ("word", "script", "written"),
    [
        ("анмелдунг", "Latn", "anmeldung"),
        ("джобцентр", "Latn", "dschobzentr"),
        ("propiska", "Cyrl", "прописка"),
        ("shkola", "Cyrl", "школа"),
        ("wohngeld", "Arab", None),
        ("مدرسة", "Latn", None),
    ],
)
def test_across_scripts(word, script, written):
    assert across(word, script) == written


def test_ethiopic_syllables_become_letters():
    assert spell_ethiopic("ትምህርቲ") == "tmhrti"
    assert spell_ethiopic("እንጀራ") == "injera"


@pytest.mark.parametrize(
    ("word", "script"), [("Pass", "Latn"), ("Пас", "Cyrl"), ("جواز", "Arab"), ("ቤት", "Ethi"), ("24", "")]
)
def test_script(word, script):
    assert script_of(word) == script


@pytest.mark.parametrize(
    ("code", "one", "other"),
    [("ar", "رُخصة", "رخصة"), ("ar", "موعدًا", "موعدا"), ("ru", "за́мок", "замок"), ("fa", "گواهی‌نامه", "گواهینامه")],
)
def test_marks_part_no_words(code, one, other):
    assert analyser(code).terms(one) == analyser(code).terms(other)


def test_terms_fit_their_column():
    assert all(
        len(term) <= LONGEST_WORD
        for term in analyser("de").terms("ß" * 40 + " Straßenverkehrszulassungsordnungsänderungß")
    )


def test_threads_share_an_analyser():
    words = [word for text in ("Anmeldungen Häuser Kinderzuschläge Bescheinigungen " * 50,) for word in split(text)]
    fresh = Analyser(languages.get("de"))
    expected = {word: fresh._stem(word, fresh.surface(word)) for word in words}
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda word: (word, fresh._stem(word, fresh.surface(word))), words * 20))
    assert all(expected[word] == term for word, term in found)
