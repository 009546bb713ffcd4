"""The finder on the real rules: every combination of answers ends somewhere, and nothing personal stays."""

import json
from io import StringIO
from itertools import product

import pytest
from django.core.management import call_command
from django.http import QueryDict

from catalog.deciding import UNKNOWN
from catalog.finding import Finder
from catalog.models import Service

pytestmark = pytest.mark.django_db


def finder(key, query="", code="de"):
    service = Service.objects.with_details(code).get(key=key)
    return Finder(service, QueryDict(query), code)


def targets(key, query):
    found = finder(key, query)
    assert found.question is None, found.question
    return [rule.target.key for rule in found.results]


CASES = [
    ("wohnsitz-anmelden", "status=ukraine_24&from=abroad", "ukraine-infopoint"),
    ("wohnsitz-anmelden", "status=eu_eea_swiss&from=abroad", "buergerdienste-innenstadt"),
    ("wohnsitz-anmelden", "status=third_country_permit&from=abroad", "amt38-2-1"),
    ("wohnsitz-anmelden", "status=german&from=germany", "buergerdienste"),
]


@pytest.mark.parametrize(("key", "query", "target"), CASES)
def test_known_cases(key, query, target):
    assert targets(key, query) == [target]


def test_money_without_work_depends_on_the_status():
    asylum = finder("asylblg", "status=asylum_applicant")
    recognised = finder("grundsicherung-jobcenter", "status=refugee_recognised")
    assert {rule.responsible_organisation.key for rule in asylum.results} == {"sozialamt"}
    assert {rule.responsible_organisation.key for rule in recognised.results} == {"jobcenter"}


@pytest.mark.parametrize("district", ["hoerde", "eving", "mengede", "brackel"])
def test_lokal_willkommen_by_district(district):
    found = finder("lokal-willkommen", f"district={district}")
    assert found.results
    for rule in found.results:
        assert district in [one.key for one in rule.office.districts.all()]


def test_every_combination_of_answers_ends_in_a_place_or_at_migrados_counter():
    for service in Service.objects.with_details("de"):
        start = Finder(service, QueryDict(), "de")
        criteria = start.table.criteria
        choices = [(*(answer.key for answer in start.answers[criterion]), UNKNOWN) for criterion in criteria]
        for values in product(*choices):
            query = "&".join(f"{name}={value}" for name, value in zip(criteria, values, strict=True))
            found = Finder(service, QueryDict(query), "de")
            assert found.question is None, (service.key, query)
            assert found.results or found.is_gap, (service.key, query)


def test_following_the_questions_takes_few_taps():
    for service in Service.objects.with_details("de"):
        found, taps = Finder(service, QueryDict(), "de"), 0
        while found.question:
            taps += 1
            found = Finder(service, QueryDict(found.options[0].query), "de")
        assert taps <= 4, service.key


def test_only_the_services_own_tasks_are_offered():
    for service in Service.objects.with_details("de"):
        found = Finder(service, QueryDict(), "de")
        named = {answer.pk for rule in found.rules for answer in rule.when.all()}
        assert all(answer.pk in named for answer in found.answers.get("task", []))


def test_a_postcode_in_one_district_answers_and_one_in_several_asks():
    alone = finder("lokal-willkommen", "postcode=44339")
    assert alone.given == {"district": "eving"}
    several = finder("lokal-willkommen", "postcode=44135")
    assert several.question.key == "district"
    assert len(several.options) == 3


@pytest.mark.parametrize("age", ["17", "25"])
def test_an_age_in_years_names_its_group(age):
    assert finder("jmd", f"age={age}").given == {"age": "age_12_25"}


@pytest.mark.parametrize(
    ("query", "ignored"),
    [
        ("status=nonsense", ["nonsense"]),
        ("status=", [""]),
        ("status=%00", ["\x00"]),
        ("status=german&status=eu_eea_swiss", ["german"]),
        ("status=abroad", ["abroad"]),
        ("status=" + "x" * 5000, ["x" * 60]),
    ],
)
def test_answers_that_make_no_sense_are_left_out_and_named(query, ignored):
    assert finder("wohnsitz-anmelden", query).ignored == ignored


@pytest.mark.parametrize("postcode", ["99999", "x", "%00", "１２３４５", "44135' OR 1=1", "9" * 300])
def test_an_unknown_postcode_is_left_out_and_named(client, postcode):
    response = client.get(f"/uk/services/lokal-willkommen/?postcode={postcode}")
    assert response.status_code == 200
    assert response.context["finder"].ignored


def test_answers_are_kept_out_of_caches_and_indexes(client):
    plain = client.get("/uk/services/wohnsitz-anmelden/")
    answered = client.get("/uk/services/wohnsitz-anmelden/?from=abroad")
    assert "public" in plain["Cache-Control"]
    assert "no-store" in answered["Cache-Control"]
    assert "public" not in answered["Cache-Control"]
    assert answered["X-Robots-Tag"] == "noindex"
    assert b"?from=abroad" not in b"".join(
        line for line in answered.content.splitlines() if b"hreflang" in line and b"<link" in line
    )


def test_what_another_status_needs_is_not_asked_of_this_one():
    service = Service.objects.filter(evidence_wanted__residence_status__key="eu_eea_swiss").first()
    everything = finder(service.key).evidence()
    mine = finder(service.key, "status=ukraine_24").evidence()
    assert len(mine) < len(everything)


def test_the_neighbouring_offices_are_named(client):
    html = client.get("/de/services/wohnsitz-anmelden/?status=eu_eea_swiss&from=abroad").content.decode()
    assert "Was machen die anderen Stellen?" in html
    assert "38/2-1" in html.split("Was machen die anderen Stellen?")[1]


def test_check_responsibility_counts_every_service_and_finds_no_conflict():
    out = StringIO()
    call_command("check_responsibility", "--json", stdout=out)
    report = json.loads(out.getvalue())
    assert report["services"] == 118
    assert report["conflicts"] == []
    explained = set(Service.objects.exclude(uncovered_de=None).exclude(uncovered_de="").values_list("key", flat=True))
    assert {gap["service"] for gap in report["gaps"]} <= explained


def test_the_finder_leads_from_topic_to_service(client):
    assert b"?topic=housing" in client.get("/ar/find/").content
    html = client.get("/ar/find/?topic=housing").content.decode()
    assert "/ar/services/wohngeld/#where" in html
    assert client.get("/ar/find/?topic=nonsense").status_code == 200
