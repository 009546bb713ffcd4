import pytest
from babel.messages.catalog import Catalog

from migrado import catalogues, languages


@pytest.fixture(scope="module")
def template():
    return catalogues.extract()


@pytest.mark.parametrize("code", languages.CODES)
def test_every_interface_string_is_translated(code, template):
    assert catalogues.faults(code, template) == []


def test_strings_are_found_in_code_and_in_templates(template):
    locations = {message.locations[0][0] for message in template if message.id}
    assert "catalog/forms.py" in locations
    assert "templates/base.html" in locations


def test_a_missing_string_is_a_fault(template):
    more = Catalog()
    for message in template:
        if message.id:
            more.add(message.id)
    more.add("A string that nobody translated")
    assert catalogues.faults("uk", more) == ["uk: no translation of 'A string that nobody translated'"]


def test_plural_forms_are_the_languages_own():
    forms = {code: catalogues.PLURALS.get(code, catalogues.TWO_FORMS)[0] for code in languages.CODES}
    assert forms["ar"] == 6
    assert forms["pl"] == forms["uk"] == forms["ru"] == 4
    assert forms["de"] == 2


def test_the_count_of_services_has_a_form_for_every_number():
    from django.utils import translation

    with translation.override("uk"):
        texts = {
            number: translation.ngettext("%(counter)s service", "%(counter)s services", number) % {"counter": number}
            for number in (1, 2, 5)
        }
    assert len({text.lstrip("0123456789 ") for text in texts.values()}) == 3
