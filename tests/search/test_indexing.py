"""The index follows the content, in the same transaction, and writes no more than has changed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.models import Evidence, Office, Service, Topic
from migrado.batches import together
from migrado.search import indexing
from migrado.search.models import Posting, SearchItem
from migrado.search.querying import Query

pytestmark = pytest.mark.django_db


def services(text, code="de"):
    pks = [hit.object_id for hit in Query(text, code).hits if hit.kind == "catalog.service"]
    keys = dict(Service.objects.values_list("pk", "key"))
    return [keys[pk] for pk in pks]


def item(instance):
    return SearchItem.objects.get(kind=instance._meta.label_lower, object_id=instance.pk)


def postings(instance):
    return set(Posting.objects.filter(item=item(instance)).values_list("pk", "term__language"))


@pytest.fixture
def wohngeld():
    return Service.objects.get(key="wohngeld")


def test_everything_published_is_indexed():
    for model in (Service, Office, Evidence):
        assert (
            SearchItem.objects.filter(kind=model._meta.label_lower).count()
            == model.objects.filter(published=True).count()
        )


def test_a_new_word_is_found_at_once(wohngeld):
    assert services("Xylophonkarte") == []
    wohngeld.title_de = "Wohngeld und Xylophonkarte"
    wohngeld.save()
    assert services("Xylophonkarte") == ["wohngeld"]
    assert services("Xylophonkarte", "ar") == ["wohngeld"]


def test_a_lost_word_is_no_longer_found(wohngeld):
    wohngeld.keywords_uk = "ксилофонізація"
    wohngeld.save()
    assert services("ксилофонізація", "uk")[:1] == ["wohngeld"]
    wohngeld.keywords_uk = ""
    wohngeld.save()
    assert "wohngeld" not in services("ксилофонізація", "uk")


def test_unpublished_and_deleted_objects_leave_the_index(wohngeld):
    wohngeld.published = False
    wohngeld.save()
    assert "wohngeld" not in services("Wohngeld")
    topic = Topic.objects.first()
    fresh = Service.objects.create(key="fresh", topic=topic, title_de="Quittengelee", summary_de="Quittengelee.")
    assert services("Quittengelee") == ["fresh"]
    fresh.delete()
    assert services("Quittengelee") == []


def test_a_change_in_one_language_rewrites_that_language_alone(wohngeld):
    before = postings(wohngeld)
    wohngeld.summary_fr = "Une toute nouvelle phrase."
    wohngeld.save()
    changed = {language for _, language in before ^ postings(wohngeld)}
    assert changed == {"fr"}


def test_a_save_without_a_change_writes_no_postings(wohngeld):
    before = postings(wohngeld)
    with CaptureQueriesContext(connection) as queries:
        indexing.write([wohngeld])
    assert postings(wohngeld) == before
    assert not [query["sql"] for query in queries if "posting" in query["sql"]]


def test_a_shared_evidence_does_not_rewrite_its_services(wohngeld):
    evidence = wohngeld.evidence_wanted.first().evidence
    before = postings(wohngeld)
    evidence.name_de = "Xylophonschein"
    evidence.save()
    assert postings(wohngeld) == before
    kinds = {hit.kind for hit in Query("Xylophonschein", "de").hits}
    assert kinds == {"catalog.evidence"}


def test_a_save_costs_a_bounded_number_of_queries(wohngeld):
    wohngeld.title_de = "Wohngeld neu"
    wohngeld.summary_uk = "Зовсім новий текст."
    with CaptureQueriesContext(connection) as queries:
        wohngeld.save()
    assert len(queries) <= 30


def test_many_saves_together_are_indexed_at_the_end(wohngeld):
    with together():
        wohngeld.title_de = "Xylophonkarte"
        wohngeld.save()
        assert services("Xylophonkarte") == []
    assert services("Xylophonkarte") == ["wohngeld"]


def test_a_rebuild_gives_the_same_index():
    def contents():
        return set(Posting.objects.values_list("term__language", "term__term", "item__kind", "item__object_id"))

    before = contents()
    assert indexing.rebuild() == SearchItem.objects.count()
    assert contents() == before


def test_a_new_street_finds_its_office():
    office = Office.objects.exclude(place=None).first()
    office.place.street = "Xylophonweg 7"
    office.place.save()
    assert office.pk in [hit.object_id for hit in Query("Xylophonweg", "de").hits if hit.kind == "catalog.office"]


def test_a_word_that_stands_nowhere_any_more_is_unknown(wohngeld):
    before = wohngeld.title_de
    wohngeld.title_de = "Xylophonkarte"
    wohngeld.save()
    assert Query("Xylophonkarte", "de").words[0].is_known
    wohngeld.title_de = before
    wohngeld.save()
    assert not Query("Xylophonkarte", "de").words[0].is_known
