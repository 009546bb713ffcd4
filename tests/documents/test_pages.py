"""The library's pages: the list and its filters, one document, and what they say when a file is missing."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.models import Document, Edition, StoredFile
from migrado import languages

pytestmark = pytest.mark.django_db


def keys(response):
    return [document.key for document in response.context["page"].object_list]


def test_the_list_shows_every_document(client):
    assert set(keys(client.get("/de/documents/"))) == set(Document.objects.values_list("key", flat=True))


@pytest.mark.parametrize(
    ("query", "wanted", "unwanted"),
    [
        ("kind=video", "finden-in-einer-minute", "notfallkarte"),
        ("kind=form", "kindergeld-antrag", "notfallkarte"),
        ("topic=housing", "wohngeld-antrag", "kindergeld-antrag"),
        ("service=kindergeld", "kindergeld-antrag", "wohngeld-antrag"),
        ("q=Kindergeld", "kindergeld-antrag", "notfallkarte"),
        ("q=طوارئ", "notfallkarte", "wbs-antrag"),
    ],
)
def test_filters(client, query, wanted, unwanted):
    found = keys(client.get(f"/ar/documents/?{query}"))
    assert wanted in found
    assert unwanted not in found


def test_the_language_filter_looks_at_files_and_captions(client):
    Edition.objects.filter(document__key="notfallkarte", language="ti").delete()
    found = keys(client.get("/de/documents/?language=ti"))
    assert "notfallkarte" not in found
    assert {"meine-termine", "finden-in-einer-minute", "wbs-antrag"} <= set(found)


@pytest.mark.parametrize("query", ["kind=nonsense", "topic=%00", "language=xx", "service=there-is-none", "page=%00"])
def test_what_nobody_knows_is_left_out_and_said(client, query):
    response = client.get(f"/uk/documents/?{query}")
    assert response.status_code == 200
    assert len(keys(response)) == Document.objects.count()
    if "page" not in query:
        assert "notice" in response.content.decode()


def test_a_part_for_htmx_is_the_page(client):
    whole = client.get("/uk/documents/?kind=form").content
    part = client.get("/uk/documents/?kind=form", headers={"HX-Request": "true"}).content
    assert part == whole


def test_the_readers_file_comes_first_then_german(client):
    shelf = client.get("/ar/documents/meine-termine/").context["shelf"]
    assert [edition.language for edition in shelf.editions][:2] == ["ar", "de"]
    assert len(shelf.editions) == len(languages.CODES)
    shelf = client.get("/de/documents/meine-termine/").context["shelf"]
    assert shelf.editions[0].language == "de"


def test_a_missing_language_says_which_ones_there_are(client):
    Edition.objects.filter(document__key="meine-termine").exclude(language__in=["de", "tr"]).delete()
    response = client.get("/uk/documents/meine-termine/")
    assert [language.code for language in response.context["shelf"].missing_from] == ["de", "tr"]
    page = response.content.decode()
    assert "Файлу вашою мовою ще немає." in page
    assert '<bdi lang="tr">Türkçe</bdi>' in page
    assert response.context["shelf"].mine.language == "de"
    assert client.get("/tr/documents/meine-termine/").context["shelf"].missing_from == []


def test_the_german_form_is_offered_beside_the_help_in_every_language(client):
    help_sheet = Edition.objects.get(document__key="kindergeld-antrag", language="de")
    Edition.objects.create(document=help_sheet.document, language="de", stored=help_sheet.stored)
    response = client.get("/uk/documents/kindergeld-antrag/")
    page = response.content.decode()
    assert "/uk/documents/kindergeld-antrag/de.pdf" in page
    assert "/uk/documents/kindergeld-antrag/help/uk.pdf" in page
    assert response.context["shelf"].missing_from == []
    assert "Файлу вашою мовою ще немає." not in page


def test_a_form_without_a_file_leads_to_its_official_page_or_says_so(client):
    document = Document.objects.get(key="wohngeld-antrag")
    document.link = "https://migrado.example/antrag"
    document.save()
    page = client.get("/uk/documents/wohngeld-antrag/").content.decode()
    assert 'href="https://migrado.example/antrag"' in page
    document.link = ""
    document.save()
    page = client.get("/uk/documents/wohngeld-antrag/").content.decode()
    assert "У нас немає файлу цього бланка." in page


def test_a_file_that_waits_is_not_offered(client):
    edition = Edition.objects.select_related("stored").get(document__key="meine-termine", language="uk")
    StoredFile.objects.filter(pk=edition.stored_id).update(scan="waiting")
    assert client.get(edition.get_absolute_url()).status_code == 404
    shelf = client.get("/uk/documents/meine-termine/").context["shelf"]
    assert "uk" not in [one.language for one in shelf.editions]


def test_a_services_page_names_its_documents(client):
    page = client.get("/uk/services/wohngeld/").content.decode()
    assert "/uk/documents/wohngeld-antrag/" in page


def test_the_home_page_names_the_first_documents(client):
    page = client.get("/uk/").content.decode()
    assert "/uk/documents/erste-zwei-wochen/" in page


def test_german_stands_beneath_the_text_where_the_address_asks_for_it(client):
    page = client.get("/uk/documents/amtlicher-brief/?beside=1").content.decode()
    document = Document.objects.get(key="amtlicher-brief")
    assert page.count('class="prose') == 2
    assert document.title_de in page


def test_blanks_of_a_sheet_are_lines_to_write_on(client):
    page = client.get("/uk/documents/meine-termine/").content.decode()
    assert '<span class="blank"></span>' in page
    assert "____" not in page


@pytest.mark.parametrize("key", ["meine-termine", "jobcenter-hauptantrag", "finden-in-einer-minute"])
def test_a_page_asks_the_database_as_often_however_much_there_is(client, key, django_assert_max_num_queries):
    with django_assert_max_num_queries(14):
        client.get(f"/uk/documents/{key}/")


def test_the_list_asks_as_often_for_many_as_for_few(client, django_assert_max_num_queries):
    for number in range(40):
        Document.objects.create(key=f"more-{number}", kind="leaflet", title_de=f"Blatt {number}", summary_de="Kurz")
    with django_assert_max_num_queries(14):
        response = client.get("/uk/documents/")
    assert len(keys(response)) == 24
    assert client.get("/uk/documents/?page=2").status_code == 200


def test_the_date_of_a_file_is_the_day_it_was_set(client):
    page = client.get("/de/documents/meine-termine/").content.decode()
    assert timezone.localdate().strftime("%d.%m.%Y") in page


def test_the_search_reads_the_parts_of_a_document_and_says_so_without_loading_them(client):
    client.get("/de/search?q=Werbungskosten")  # a process reads its vocabularies once
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/de/search?q=Werbungskosten").content.decode()
    assert "/de/documents/wohngeld-antrag/" in page
    assert "Die Wörter stehen im Dokument." in page
    assert not [one for one in queries if "documents_formfield" in one["sql"] or "documents_edition" in one["sql"]]
