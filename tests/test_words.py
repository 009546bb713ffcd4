import pytest
from django.utils import translation

from catalog.models import Service
from migrado.words import words


def test_the_readers_own_language_comes_first():
    service = Service(title_de="Wohngeld", title_en="Housing benefit", title_uk="Допомога на житло")
    text = words(service, "title", "uk")
    assert text == "Допомога на житло"
    assert not text.is_fallback
    assert text.attrs == ""


def test_a_missing_text_falls_back_along_the_chain_and_says_its_language():
    service = Service(title_de="Wohngeld", title_en="Housing benefit")
    assert words(service, "title", "ar") == "Housing benefit"
    assert words(service, "title", "ar").attrs == ' lang="en" dir="ltr"'
    assert words(service, "title", "de-simple") == "Wohngeld"
    assert words(service, "title", "de-simple").language.code == "de"


def test_an_empty_text_is_empty_in_every_language_and_no_fallback():
    assert words(Service(), "title", "ti") == ""
    assert not words(Service(), "title", "ti").is_fallback


def test_the_items_of_a_list_keep_its_language():
    service = Service(steps_de="Eins\n\n Zwei ")
    items = words(service, "steps", "fa").items
    assert items == ["Eins", "Zwei"]
    assert {item.language.code for item in items} == {"de"}


@pytest.mark.parametrize(
    ("code", "text", "marked"),
    [
        ("uk", "Бланк (Anmeldeformular): <b>", 'Бланк (<bdi lang="de">Anmeldeformular</bdi>): &lt;b&gt;'),
        ("uk", "Покажіть Anmeldeformular.", 'Покажіть <bdi lang="de">Anmeldeformular</bdi>.'),
        ("es", "Empadronamiento (Anmeldeformular)", 'Empadronamiento (<bdi lang="de">Anmeldeformular</bdi>)'),
        ("es", "Prestación (discapacidades)", "Prestación (discapacidades)"),
        ("de-simple", "Anmeldung (Anmeldeformular)", "Anmeldung (Anmeldeformular)"),
    ],
)
def test_long_german_words_are_marked(code, text, marked):
    service = Service(**{f"title_{code.replace('-', '_')}": text})
    assert words(service, "title", code).marked == marked


@pytest.mark.django_db
def test_for_reader_loads_only_what_this_reader_may_see(django_assert_num_queries):
    with translation.override("uk"):
        service = Service.objects.for_reader("uk", "topic").get(key="wohngeld")
        with django_assert_num_queries(0):
            assert words(service, "title")
            assert words(service.topic, "title")
            assert service.title_en
            assert service.title_de
    assert "title_ar" in service.get_deferred_fields()
    assert "title_ar" in service.topic.get_deferred_fields()
