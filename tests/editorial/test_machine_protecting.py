"""What no machine may change, and what is seen if it does."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import Organisation
from migrado.editorial import terms
from migrado.editorial.machine import protecting
from migrado.editorial.machine.protecting import Protector

OFFICIAL = [
    terms.Term("Jobcenter", "центр зайнятості", True),
    terms.Term("Wohngeld", "житлова допомога", True),
    terms.Term("Duldung", "толерування", True),
    terms.Term("Antrag", "заява", False),
]


@pytest.fixture
def protector():
    return Protector(OFFICIAL, ["Stadt Dortmund", "Stadt"])


def xml(protector, german):
    return "\n".join(line.mark + line.xml for line in protector.lines(german))


def kept(protector, german):
    """What stays in a text of one line."""
    return protector.lines(german)[0].pieces


def restored(protector, german, machine=lambda xml: xml):
    """(text, faults) of a text, after a machine that makes something of each line's XML."""
    results = [line.restore(machine(line.xml)) for line in protector.lines(german)]
    return "\n".join(text for text, _ in results), [fault for _, faults in results for fault in faults]


@pytest.mark.parametrize(
    ("german", "stays"),
    [
        ("Das Jobcenter hilft.", ["Jobcenter"]),
        ("Der Antrag ist frei.", []),
        ("Schreiben Sie an post@stadtdo.de oder rufen Sie 0231 50-0 an.", ["post@stadtdo.de", "0231 50-0"]),
        ("Mehr auf https://www.dortmund.de/a?b=1&c=2.", ["https://www.dortmund.de/a?b=1&c=2"]),
        ("Auf dortmund.de/migrado, jeden Tag.", ["dortmund.de/migrado"]),
        ("Telefon +49 231 5013331", ["+49 231 5013331"]),
        ("Frauenhaus: 0231 800081.", ["0231 800081"]),
        ("Nach § 24 AufenthG und §§ 22, 23 im SGB II", ["§ 24", "AufenthG", "§§ 22", "SGB II"]),
        ("Hallo {name}, %(count)s Treffer", ["{name}", "%(count)s"]),
        ("MigraDo ist in der Stadt Dortmund, einer Stadt.", ["MigraDo", "Stadt Dortmund", "Stadt"]),
        ("Offen 08 - 12 Uhr, am 01.02.2024, für 16 Euro", []),
    ],
)
def test_what_stays(protector, german, stays):
    assert list(kept(protector, german)) == stays
    assert restored(protector, german) == (german, [])


@pytest.mark.parametrize(
    ("german", "sent"),
    [
        ("des Jobcenters", 'des <x id="0">Jobcenter</x>'),
        ("Ihr Wohngeldantrag", 'Ihr <x id="0">Wohngeld</x>-Antrag'),
        ("eine Duldungsstelle", 'eine <x id="0">Duldung</x>-Stelle'),
        ("mehrere Duldungen", 'mehrere <x id="0">Duldung</x>'),
        ("Wohngeld-Stelle", '<x id="0">Wohngeld</x>-Stelle'),
        ("Wohngeld & <Jobcenter>", '<x id="0">Wohngeld</x> &amp; &lt;<x id="1">Jobcenter</x>&gt;'),
    ],
)
def test_words_with_endings(protector, german, sent):
    assert xml(protector, german) == sent


def test_a_title_that_is_the_word_alone_is_translated(protector):
    assert xml(protector, "Wohngeld") == "Wohngeld"
    assert xml(protector, "Erstens\n## Wohngeld") == 'Erstens\n## <x id="0">Wohngeld</x>'


def test_markdown_stays_as_it_is(protector):
    german = "## Wohngeld beantragen\n\n- Lesen Sie [mehr zum Wohngeld](https://example.org/a_b?x=1&y=2), **bitte**.\n"
    assert restored(protector, german)[0].strip() == german.strip()
    text, faults = restored(protector, german, lambda xml: xml.replace("mehr zum", "more on").replace("Lesen", "Read"))
    assert "- Read Sie [more on Wohngeld](https://example.org/a_b?x=1&y=2), **bitte**." in text
    assert faults == []


def test_as_many_lines_as_the_german(protector):
    german = "Erstens\n\n  \nZweitens\r\n- Drittens"
    text, _ = restored(protector, german, lambda xml: xml and f"{xml}\nund mehr")
    assert len(text.split("\n")) == 5


def test_a_date_at_the_beginning_is_no_list(protector):
    assert xml(protector, "1. Februar 2024") == "1. Februar 2024"


@pytest.mark.parametrize(
    ("machine", "fault"),
    [
        (lambda xml: re.sub("<x.*?</x>", "", xml, count=1), "„Jobcenter“ fehlt"),
        (lambda xml: xml + '<x id="0">Jobcenter</x>', "„Jobcenter“ steht doppelt"),
        (lambda xml: xml + '<x id="7">mehr</x>', protecting._STRANGE),
        (lambda xml: f"<i>{xml}</i>", protecting._STRANGE),
        (lambda xml: xml.replace("</x>", "", 1), "„0231 50-0“ fehlt"),
        (lambda xml: xml + " ** ", "die Hervorhebung mit ** stimmt nicht"),
        (lambda xml: "", "„0231 50-0“ fehlt"),
    ],
)
def test_what_a_machine_can_lose(protector, machine, fault):
    _, faults = restored(protector, "Das Jobcenter hat 0231 50-0.", machine)
    assert fault in faults


@pytest.mark.parametrize(
    "machine",
    [
        lambda xml: xml.replace("Jobcenter", "Arbeitsamt"),
        lambda xml: xml.replace('<x id="0">Jobcenter</x>', '<x id="0"/>'),
        lambda xml: xml.replace("Jobcenter", ""),
    ],
)
def test_what_a_machine_changes_inside_is_put_right(protector, machine):
    assert restored(protector, "Das Jobcenter & Sie", machine) == ("Das Jobcenter & Sie", [])


def test_entities_become_signs_once(protector):
    text, faults = restored(protector, "A", lambda xml: "l&apos;eau &quot;x&quot; &amp;lt; &lt;b&gt; &#39;")
    assert (text, faults) == ("l'eau \"x\" &lt; <b> '", [])


def test_spaces_that_do_not_break_stay(protector):
    assert restored(protector, "A", lambda xml: " «\u00a0x\u202f»  y\n")[0] == "«\u00a0x\u202f» y"


def test_signs_that_xml_does_not_have_are_left_out(protector):
    assert xml(protector, "a\x00b\x0bc\ud800") == "abc"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Zs", "Zl", "Zp"]), max_size=80))
def test_any_text_comes_back_from_a_machine_that_changes_nothing(german):
    text, faults = restored(Protector([]), german)
    assert (text, faults) == (re.sub(r"[\ufffe\uffff]", "", german), [])


@pytest.mark.django_db
def test_names_are_registered(monkeypatch):
    monkeypatch.setattr(protecting, "_registered", [])
    assert protecting.names() == set()
    protecting.register(Organisation, "name")
    name = Organisation.objects.first().name
    assert name in kept(Protector([], protecting.names()), f"Gehen Sie zu {name}, bitte.")
