"""The starter content itself: complete, and true to the research it was made from."""

from pathlib import Path

import pytest
import yaml
from django.conf import settings

from catalog.models import (
    Caution,
    District,
    EmergencyNumber,
    Evidence,
    GlossaryTerm,
    Office,
    Organisation,
    Postcode,
    Service,
    Topic,
)
from migrado import languages
from migrado.fields import lines
from migrado.words import translated_fields

pytestmark = pytest.mark.django_db

WRITTEN_IN = ("de", "de-simple", "en")
RESEARCH = Path(settings.BASE_DIR).parent / "shared" / "content" / "dortmund-facts.yaml"


def test_as_many_records_as_the_research_has():
    assert Service.objects.count() == 118
    assert Organisation.objects.count() == 82
    assert Office.objects.count() == 86
    assert District.objects.count() == 12
    assert Postcode.objects.count() == 27
    assert GlossaryTerm.objects.count() == 94
    assert EmergencyNumber.objects.count() == 13
    assert Caution.objects.count() == 9


@pytest.mark.parametrize(
    "model", [Topic, Service, Organisation, Office, Evidence, GlossaryTerm, Caution, EmergencyNumber]
)
def test_every_german_text_is_there_in_english_and_plain_german(model):
    for record in model.objects.all():
        for field in translated_fields(model):
            texts = {code: getattr(record, f"{field}_{languages.get(code).column}") for code in WRITTEN_IN}
            assert all(texts.values()) or not any(texts.values()), f"{record.key}: {field}: {texts}"


@pytest.mark.parametrize("model", [Topic, Service])
@pytest.mark.parametrize("code", languages.CODES)
def test_titles_and_summaries_stand_in_every_language(model, code):
    column = languages.get(code).column
    missing = [
        record.key
        for record in model.objects.all()
        if not getattr(record, f"title_{column}") or not getattr(record, f"summary_{column}")
    ]
    assert missing == []


SCRIPTS = {"Arab": "\u0600-\u06ff", "Cyrl": "\u0400-\u04ff", "Ethi": "\u1200-\u137f"}


@pytest.mark.parametrize(
    "language", [one for one in languages.LANGUAGES if one.script in SCRIPTS], ids=lambda one: one.code
)
def test_summaries_are_written_in_the_languages_script(language):
    import re

    letters = re.compile(f"[{SCRIPTS[language.script]}]")
    for service in Service.objects.all():
        text = getattr(service, f"summary_{language.column}")
        assert len(letters.findall(text)) > len(text) / 3, f"{service.key}: {text}"


def test_lists_have_as_many_items_in_each_language():
    for service in Service.objects.all():
        for field in ("steps", "unconfirmed"):
            counts = {len(lines(getattr(service, f"{field}_{languages.get(code).column}"))) for code in WRITTEN_IN}
            assert len(counts) == 1, f"{service.key}: {field}"


def test_every_service_says_who_is_in_charge():
    for service in Service.objects.prefetch_related("responsibilities"):
        assert any(rule.role == "decides" for rule in service.responsibilities.all()) or service.uncovered_de, (
            service.key
        )


def test_nothing_counts_as_checked_before_staff_have_checked_it():
    assert not Service.objects.exclude(checked_at=None).exists()
    assert not Office.objects.exclude(checked_at=None).exists()


@pytest.fixture(scope="module")
def research():
    if not RESEARCH.exists():
        pytest.skip("the research file lies outside the project and is not here")
    return yaml.safe_load(RESEARCH.read_text())


@pytest.mark.parametrize(
    ("section", "model"), [("services", Service), ("organisations", Organisation), ("offices", Office)]
)
def test_keys_confidence_doubts_and_sources_are_kept(research, section, model):
    records = {record.key: record for record in model.objects.prefetch_related("sources")}
    assert records.keys() == {fact["id"] for fact in research[section]}
    for fact in research[section]:
        record = records[fact["id"]]
        assert record.confidence == fact["confidence"]
        assert lines(record.verify) == [" ".join(str(point).split()) for point in fact.get("verify", [])]
        assert {source.key for source in record.sources.all()} == set(fact.get("sources", []))


def test_no_contact_was_added_or_changed(research):
    for fact in research["offices"]:
        office = Office.objects.get(key=fact["id"])
        assert office.phone == fact.get("phone", "")
        assert office.email == fact.get("email", "")
        assert office.hours == fact.get("hours", "")
        assert bool(office.place) == ("address" in fact)
        if office.place:
            assert office.place.postcode == fact["address"].get("postcode", "")


def test_every_amount_is_the_researched_one(research):
    for fact in research["services"]:
        amounts = [float(option.amount) for option in Service.objects.get(key=fact["id"]).cost_options.all()]
        assert amounts == [float(amount["eur"]) for amount in fact["cost"].get("amounts", [])], fact["id"]


def test_every_place_in_charge_is_the_researched_one(research):
    for fact in research["services"]:
        targets = [rule.target.key for rule in Service.objects.get(key=fact["id"]).responsibilities.all()]
        researched = [place.get("office") or place["organisation"] for place in fact["responsible"]]
        assert targets[: len(researched)] == researched
        helping = targets[len(researched) :]
        assert set(fact.get("also_helps", [])) <= set(helping)
