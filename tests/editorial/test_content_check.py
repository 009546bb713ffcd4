import pytest

from migrado import languages
from migrado.editorial import terms
from migrado.editorial.content_check import faults_of, faults_of_all

GERMAN = "Sie bekommen 259 Euro im Monat für jedes Kind. Den Antrag stellen Sie bei der Familienkasse."


@pytest.mark.parametrize(
    ("code", "text", "fault"),
    [
        ("uk", "", "ist leer"),
        ("uk", GERMAN, "Schrift"),
        ("en", "You get 250 euros a month for each child. You apply at the family benefits office.", "259"),
        ("en", "You get 259 euros.", "so lang wie"),
        ("en", GERMAN, "deutsche Wörter"),
        ("ar", "تحصلون على 259 يورو في الشهر عن كل طفل. قدموا الطلب لدى \u202eFamilienkasse\u202c.", "Schreibrichtung"),
        ("ti", "You get 259 euros a month for each child. You apply at the family benefits office.", ""),
    ],
)
def test_faults(code, text, fault):
    assert any(fault in message for message in faults_of(GERMAN, text, languages.get(code))) or not fault


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("uk", "Ви отримуєте 259 євро на місяць на кожну дитину. Заяву подайте до Familienkasse."),
        ("ar", "تحصلون على 259 يورو في الشهر عن كل طفل. قدموا الطلب لدى Familienkasse."),
        ("fa", "برای هر کودک ماهی ۲۵۹ یورو می‌گیرید. درخواست را به Familienkasse بدهید."),
        ("ti", "ንነፍሲ ወከፍ ቆልዓ ኣብ ወርሒ 259 ዩሮ ትረኽቡ። ምልክታ ኣብ Familienkasse ኣቕርቡ።"),
    ],
)
def test_a_good_translation_has_none(code, text):
    assert faults_of(GERMAN, text, languages.get(code)) == []


@pytest.mark.parametrize(
    ("german", "text", "code"),
    [
        ("Es kostet 32.000 Euro.", "Cela coûte 32 000 euros.", "fr"),
        ("Mittwoch ab 13 Uhr", "Wednesday from 1 pm", "en"),
        ("Um 7.30 Uhr", "À 7 h 30", "fr"),
        ("Im 1. Halbjahr", "First half of the year", "en"),
    ],
)
def test_numbers_may_be_written_as_a_language_writes_them(german, text, code):
    assert faults_of(german, text, languages.get(code)) == []


WOHNGELD = terms.Term("Wohngeld", "", stays=True)
ANTRAG = terms.Term("Antrag", "", stays=False)


@pytest.mark.parametrize(
    ("texts", "lost"),
    [
        ({"title": "Допомога", "summary": "Подайте заяву. Заява нічого не коштує."}, ["Wohngeld"]),
        ({"title": "Допомога", "summary": "Подайте заяву на Wohngeld. Заява нічого не коштує."}, []),
        ({"title": "Допомога (Wohngeld)", "summary": "Подайте заяву. Заява нічого не коштує."}, []),
    ],
)
def test_an_official_word_stays_german_somewhere_in_the_object(texts, lost):
    german = {"title": "Wohngeld", "summary": "Stellen Sie den Wohngeldantrag. Der Antrag kostet nichts."}
    pairs = {field: (german[field], text) for field, text in texts.items()}
    found = faults_of_all(pairs, languages.get("uk"), [WOHNGELD, ANTRAG])
    assert found == ({"summary": [f"das amtliche Wort „{word}“ fehlt" for word in lost]} if lost else {})


def test_terms_are_found_in_compounds_and_never_twice():
    terms_known = [terms.Term("Wohngeldstelle", "", stays=True), WOHNGELD]
    found = terms.spans("Zur Wohngeldstelle mit dem Wohngeldantrag, nicht zum Kinderwohngeld.", terms_known)
    assert [(term.german, start) for start, _, term in found] == [("Wohngeldstelle", 4), ("Wohngeld", 27)]
