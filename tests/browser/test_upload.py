"""Uploads in the admin as staff see them: how far they are, cancelled, refused, tried again, and without JavaScript."""

import os
import re
import threading

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse

from documents.models import Document, DocumentKind, StoredFile
from documents.uploads import apart
from tests.documents.samples import a_pdf

from .test_axe import axe_finds

PASSWORD = "Wohngeld-2026"
SLOW = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 500_000}


@pytest.fixture
def document(portal, django_db_blocker):
    """A form without files; it and its files are gone after the test."""
    with django_db_blocker.unblock():
        anna = get_user_model().objects.create_superuser("anna", password=PASSWORD)
        made = Document.objects.create(
            key="probe", kind=DocumentKind.FORM, title_de="Probe", summary_de="Kurz", confidence="sourced"
        )
        yield made
        files = set(made.editions.values_list("stored", flat=True))
        made.delete()
        StoredFile.objects.filter(pk__in=files).delete()
        StoredFile.objects.unused().filter(size__gt=2_000_000).delete()
        anna.delete()


@pytest.fixture
def upload(chromium, portal, document):
    """`upload(content)` opens the admin's page of the document, with a file chosen in a new row."""
    contexts, complaints = [], []

    def open_page(content, **options):
        context = chromium.new_context(base_url=portal, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"/admin/login/?next={reverse('admin:documents_document_change', args=[document.pk])}")
        page.fill("#id_username", "anna")
        page.fill("#id_password", PASSWORD)
        page.click("[type=submit]")
        page.wait_for_url(lambda address: "/login/" not in address)
        page.select_option("#id_editions-0-language", "de")
        choose(page, content)
        return page

    open_page.complaints = complaints
    yield open_page
    for context in contexts:
        context.close()
    assert [text for text in complaints if not re.search("413|ERR_|404", text)] == []


def choose(page, content):
    page.set_input_files("#id_editions-0-upload", {"name": "a.pdf", "mimeType": "application/pdf", "buffer": content})


def slowly(page):
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", SLOW)


def save(page):
    page.locator("[name=_save]").last.click(no_wait_after=True)


@pytest.fixture(scope="module")
def large():
    """A PDF of three megabytes: what no page shows does not stay, but is sent."""
    return a_pdf() + b"\n%" + os.urandom(3_000_000).replace(b"\n", b"") + b"\n%%EOF"


def test_it_says_how_far_it_is_and_ends_where_the_form_would(upload, document, large):
    page = upload(large)
    slowly(page)
    save(page)
    dialog = page.get_by_role("dialog", name="Hochladen")
    dialog.get_by_text(re.compile(r"^1 von 3 MB, \d\d %$")).wait_for()
    assert axe_finds(page) == []
    upload.complaints.clear()  # axe measures with styles of its own
    dialog.get_by_role("status").get_by_text(re.compile("^(25|50) % hochgeladen$")).wait_for()
    page.wait_for_selector(".messagelist .success")
    assert page.url.endswith(reverse("admin:documents_document_changelist"))
    assert document.editions.get().stored.suffix == "pdf"
    page.go_back()
    assert page.url.endswith("/admin/")


def test_while_the_server_checks_it_cannot_be_cancelled(upload, large, monkeypatch):
    may_go_on, check = threading.Event(), apart.check
    monkeypatch.setattr(apart, "check", lambda *args: may_go_on.wait(20) and check(*args))
    page = upload(large)
    save(page)
    page.get_by_role("status").get_by_text("Die Datei wird geprüft …").wait_for()
    assert page.get_by_role("button", name="Abbrechen").is_disabled()
    for _ in range(3):
        page.keyboard.press("Escape")
        page.get_by_role("dialog", name="Hochladen").wait_for()
    may_go_on.set()
    page.wait_for_selector(".messagelist .success")


def test_cancelled(upload, document, large):
    page = upload(large)
    before = page.url
    slowly(page)
    save(page)
    page.get_by_role("button", name="Abbrechen").click()
    page.locator("dialog").wait_for(state="detached")
    assert page.url == before
    assert page.locator("#id_editions-0-upload").evaluate("input => input.files.length") == 1
    assert not document.editions.exists()


def test_refused_and_tried_again(upload, document, large):
    page = upload(large[2000:])
    save(page)
    page.get_by_text("Der Inhalt passt nicht zur Endung .pdf.").wait_for()
    assert page.locator("#id_editions-0-language").input_value() == "de"
    page.locator("#formfield_group .add-row a, #fields-group .add-row a").first.click()
    page.locator("#fields-0 .inline-deletelink").click()
    slowly(page)
    choose(page, large)
    save(page)
    page.get_by_role("dialog", name="Hochladen").wait_for()
    page.wait_for_selector(".messagelist .success")
    assert document.editions.count() == 1


def test_too_large_is_said_before_it_is_sent(upload, large):
    page = upload(b"%PDF-")
    page.on("request", lambda request: pytest.fail("sent") if request.method == "POST" else None)
    page.locator("#id_editions-0-upload").evaluate("input => input.dataset.largest = 2 * 1024 * 1024")
    choose(page, large)
    chosen = page.locator("#id_editions-0-upload")
    assert chosen.evaluate("input => input.validationMessage") == "Die Datei ist größer als 2 MB."
    save(page)
    assert page.locator("dialog").count() == 0
    choose(page, b"%PDF-")
    assert chosen.evaluate("input => input.validationMessage") == ""


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (lambda route: route.abort(), "Die Verbindung ist abgebrochen."),
        (lambda route: route.fulfill(status=413, body="nginx"), "Die Dateien sind zusammen zu groß."),
    ],
)
def test_what_goes_wrong_on_the_way_is_said_and_the_form_stays(upload, large, answer, sentence):
    page = upload(large)
    page.route("**/change/", answer)
    save(page)
    page.get_by_role("status").get_by_text(sentence).wait_for()
    page.get_by_role("button", name="Schließen").click()
    assert page.locator("#id_editions-0-language").input_value() == "de"


def test_without_javascript(upload, document, large):
    page = upload(large, java_script_enabled=False)
    page.locator("[name=_save]").last.click()
    assert "erfolgreich" in page.locator(".messagelist").inner_text()
    assert document.editions.count() == 1
