"""What a translation is worth, and when the German has left it behind."""

import json
from io import StringIO

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command

from catalog.models import Responsibility, Service
from migrado import languages
from migrado.editorial import states
from migrado.editorial.models import State, TranslationState
from migrado.translating import source_fields, translated_models

pytestmark = pytest.mark.django_db


@pytest.fixture
def wohngeld():
    return Service.objects.get(key="wohngeld")


@pytest.fixture
def anna():
    return get_user_model().objects.create_user("anna")


def state(instance, code):
    return TranslationState.objects.of(type(instance)).get(object_id=instance.pk, language=code)


def test_what_is_loaded_counts_as_made_by_a_machine(wohngeld):
    assert state(wohngeld, "uk").state == State.MACHINE
    assert state(wohngeld, "de").state == State.HUMAN


def test_every_translated_text_has_a_state():
    for model in translated_models():
        german = f"{source_fields(model)[0]}_de"
        with_text = model._base_manager.exclude(**{german: None}).exclude(**{german: ""})
        noted = TranslationState.objects.of(model).filter(language="de")
        assert set(with_text.values_list("pk", flat=True)) <= set(noted.values_list("object_id", flat=True)), model


def test_a_person_writes_one_language(wohngeld, anna):
    wohngeld.title_uk = "Інша назва"
    with states.written_by(anna):
        wohngeld.save()
    assert (state(wohngeld, "uk").state, state(wohngeld, "uk").by) == (State.HUMAN, anna)
    assert state(wohngeld, "ru").state == State.MACHINE


def test_a_german_change_makes_every_translation_outdated(wohngeld):
    wohngeld.summary_de += " Und mehr."
    wohngeld.save()
    for code in states.TRANSLATIONS:
        assert wohngeld in states.outdated(Service, code)
    other = Service.objects.get(key="kindergeld")
    assert other not in states.outdated(Service, "uk")


def test_a_translation_of_the_new_german_is_current_again(wohngeld):
    wohngeld.summary_de += " Und mehr."
    wohngeld.save()
    wohngeld.summary_uk += " І ще."
    wohngeld.save()
    assert wohngeld not in states.outdated(Service, "uk")
    assert wohngeld in states.outdated(Service, "ru")


def test_a_typing_error_put_right_keeps_exactly_those_that_were_current(wohngeld):
    wohngeld.summary_de += " Und mehr."
    wohngeld.save()
    wohngeld.summary_uk += " І ще."
    wohngeld.save()
    wohngeld.summary_de += "."
    with states.written_by(keeps=True):
        wohngeld.save()
    current = [code for code in states.TRANSLATIONS if wohngeld not in states.outdated(Service, code)]
    assert current == ["uk"]


def test_search_words_are_no_translations(wohngeld):
    wohngeld.keywords_de += "\nMietgeld"
    wohngeld.save()
    assert wohngeld not in states.outdated(Service, "uk")


def test_a_missing_text(wohngeld):
    assert wohngeld not in states.missing(Service, "uk")
    wohngeld.summary_uk = ""
    wohngeld.save()
    assert wohngeld in states.missing(Service, "uk")


def test_a_reviewed_text_is_no_longer_a_machines(wohngeld, anna):
    assert wohngeld in states.machine(Service, "uk")
    states.vouch(wohngeld, "uk", State.REVIEWED, anna)
    assert wohngeld not in states.machine(Service, "uk")
    assert state(wohngeld, "uk").by == anna


def test_a_deleted_object_leaves_no_state():
    rule = Responsibility.objects.exclude(explanation_de=None).first()
    pk = rule.pk
    assert TranslationState.objects.of(Responsibility).filter(object_id=pk).exists()
    rule.delete()
    assert not TranslationState.objects.of(Responsibility).filter(object_id=pk).exists()


def test_the_report_counts(wohngeld):
    before = report()
    wohngeld.summary_de += " Und mehr."
    wohngeld.title_fr = ""
    wohngeld.save()
    after = report()
    assert set(after) == set(languages.CODES)
    assert after["uk"]["outdated"] == before["uk"]["outdated"] + 1
    assert after["fr"]["missing"] == before["fr"]["missing"] + 1
    assert after["fr"]["complete"] == before["fr"]["complete"] - 1


def report():
    out = StringIO()
    call_command("report_translations", json=True, stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])["languages"]


class TestForReaders:
    URL = "/uk/services/wohngeld/"

    def test_a_machine_text_says_so(self, client):
        assert "Машинний переклад" in client.get(self.URL).content.decode()
        assert "Maschinell" not in client.get("/de/services/wohngeld/").content.decode()

    def test_an_outdated_text_says_so_on_the_next_request(self, client, wohngeld):
        wohngeld.summary_de += " Und mehr."
        wohngeld.save()
        for code, note in (("uk", "змінився"), ("ar", "تغيّر"), ("en", "has changed since")):
            assert note in client.get(f"/{code}/services/wohngeld/").content.decode()
        assert "Und mehr." in client.get("/de/services/wohngeld/").content.decode()

    def test_a_reviewed_page_says_nothing(self, client, anna):
        TranslationState.objects.filter(language="uk").update(state=State.REVIEWED)
        assert "Машинний переклад" not in client.get(self.URL).content.decode()
