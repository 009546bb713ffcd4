"""Every service is found by what stands on paper, in every language of the interface."""

import random
from pathlib import Path

import pytest

from catalog.models import Service
from migrado import languages
from migrado.fields import lines
from migrado.search.evaluation import evaluate_newcomers, read_newcomers, typing_error
from migrado.search.querying import Query

pytestmark = pytest.mark.django_db

FIRST = 3
"""The place at which a service must stand at the latest."""


@pytest.fixture
def keys():
    return dict(Service.objects.values_list("pk", "key"))


def missing(code, queries, keys):
    """(key, query) of the services that do not stand among the first."""
    return [
        (key, query)
        for key, query in queries
        if key not in [keys[hit.object_id] for hit in Query(query, code).relevant("catalog.service")][:FIRST]
    ]


@pytest.mark.parametrize("code", languages.CODES)
def test_by_its_own_title(code, keys):
    column = f"title_{languages.get(code).column}"
    assert missing(code, Service.objects.values_list("key", column), keys) == []


@pytest.mark.parametrize("code", languages.CODES)
def test_by_its_german_term(code, keys):
    terms = [(service.key, service.terms[0]) for service in Service.objects.all() if service.terms]
    assert len(terms) == len(keys)
    assert missing(code, terms, keys) == []


@pytest.mark.parametrize("code", languages.CODES)
def test_by_its_german_term_with_a_typing_error(code, keys):
    spoilt = [
        (service.key, with_an_error(service.terms[0], f"{service.key}|{code}")) for service in Service.objects.all()
    ]
    lost = missing(code, spoilt, keys)
    # An error may make another official word of one: then that one is right.
    other_words = {term.lower() for service in Service.objects.all() for term in service.terms}
    assert [(key, query) for key, query in lost if query.lower() not in other_words] == []


def with_an_error(term, seed):
    longest = max(term.split(), key=len)
    return term.replace(longest, typing_error(longest, "de", random.Random(seed)))  # noqa: S311


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("Meldebescheinigung", "meldebescheinigung"),
        ("Wohnungsgeberbestaetigung", "wohnsitz-anmelden"),
        ("Kindergeldantrag", "kindergeld"),
        ("Fuhrerschein umschreiben", "fuehrerschein"),
        ("Rundfunkbeitrag", "rundfunkbeitrag"),
        ("Krankenkasse", "krankenversicherung"),
    ],
)
@pytest.mark.parametrize("code", ["ar", "fa", "uk", "ti"])
def test_german_words_from_letters(code, query, key, keys):
    assert missing(code, [(key, query)], keys) == []


@pytest.mark.parametrize(
    ("code", "query", "key"),
    [
        ("de", "дитячий садок", "kita-platz"),
        ("de", "عنوان جديد", "wohnsitz-ummelden"),
        ("ru", "киндергельд", "kindergeld"),
        ("uk", "вонгельд", "wohngeld"),
        ("ru", "propiska", "wohnsitz-anmelden"),
        ("ar", "register my address", "wohnsitz-anmelden"),
    ],
)
def test_words_of_another_language_or_script(code, query, key, keys):
    assert missing(code, [(key, query)], keys) == []


FEWER_WORDS = {"kmr": 4, "ti": 4}
WORDS_AT_LEAST = 8


@pytest.mark.parametrize("code", languages.CODES)
def test_every_service_has_hidden_search_words(code):
    column = f"keywords_{languages.get(code).column}"
    counts = {service.key: len(lines(getattr(service, column))) for service in Service.objects.all()}
    assert {key: count for key, count in counts.items() if count < FEWER_WORDS.get(code, WORDS_AT_LEAST)} == {}


def test_newcomers_find_what_they_need():
    lines = read_newcomers(Path(__file__).parent / "newcomers.tsv")
    measured = evaluate_newcomers(lines)
    assert measured["first_three"] >= 0.95
    assert measured["first"] >= 0.8
