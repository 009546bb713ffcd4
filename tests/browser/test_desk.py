"""The translation desk as translators use it: by keyboard, right to left, two at once."""

import pytest
from django.contrib.auth import get_user_model

from catalog.models import Service
from migrado import languages
from migrado.editorial import states
from migrado.editorial.models import State

from .test_axe import axe_finds

KEY = "wohngeld"
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def desk(chromium, portal, django_db_blocker):
    """`desk(path)` opens a page of the admin, logged in. What was written is put back afterwards."""
    contexts, complaints = [], []
    with django_db_blocker.unblock():
        service = Service.objects.get(key=KEY)
        anna = get_user_model().objects.create_superuser("anna", password="Wohngeld-2026")

        def open_page(path, *, viewport=DESKTOP, **options):
            context = chromium.new_context(viewport=viewport, base_url=portal, **options)
            contexts.append(context)
            page = context.new_page()
            page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
            page.goto(f"/admin/login/?next={path}")
            page.fill("#id_username", "anna")
            page.fill("#id_password", "Wohngeld-2026")
            page.click("[type=submit]")
            page.wait_for_url(lambda address: "/login/" not in address)
            return page

        yield open_page
        for context in contexts:
            context.close()
        service.save()
        for code in states.TRANSLATIONS:
            states.vouch(service, code, State.MACHINE)
        anna.delete()
    assert [text for text in complaints if "404" not in text and "409" not in text] == []


def edit_path(code):
    service = Service.objects.get(key=KEY)
    return f"/admin/editorial/translationstate/translate/{code}/catalog.service.{service.pk}/?which=machine"


@pytest.mark.parametrize(("code", "title"), [("ar", "مساعدة في الإيجار (Wohngeld)"), ("uk", "Допомога (Wohngeld)")])
def test_from_the_list_to_the_public_page_by_keyboard(desk, portal, code, title):
    page = desk(f"/admin/editorial/translationstate/?language={code}&which=machine&label=catalog.service")
    assert axe_finds(page) == []
    page.get_by_role("link", name="Hilfe bei der Miete: Wohngeld").click()
    field = page.wait_for_selector("#id_title:focus")
    assert field.evaluate("element => getComputedStyle(element).direction") == languages.get(code).direction
    german, own = page.locator(".desk-pair .german").first, page.locator(".desk-pair .own").first
    assert german.bounding_box()["x"] < own.bounding_box()["x"]
    assert axe_finds(page) == []
    field.fill(title)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".messagelist .success")
    assert "Wohngeld: gespeichert" in page.locator(".messagelist").inner_text()
    assert KEY not in page.url
    page.goto(f"/{code}/services/{KEY}/")
    assert title in page.locator("h1").inner_text()


def test_reviewed_by_keyboard_takes_the_note_from_the_list(desk):
    page = desk(edit_path("uk"))
    page.wait_for_selector("#id_title:focus")
    page.keyboard.press("Control+Shift+Enter")
    page.wait_for_selector(".messagelist .success")
    service = Service.objects.get(key=KEY)
    assert service not in states.machine(Service, "uk")


def test_without_javascript_on_a_phone(desk):
    page = desk(edit_path("ar"), viewport=PHONE, java_script_enabled=False)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="Geprüft und weiter").click()
    assert "geprüft" in page.locator(".messagelist").inner_text()


def test_two_people_on_one_text(desk):
    first, second = desk(edit_path("uk")), desk(edit_path("uk"))
    second.locator("#id_title").fill("Мій текст про Wohngeld")
    first.locator("#id_title").fill("Житлова допомога Wohngeld")
    first.keyboard.press("Control+Enter")
    first.wait_for_selector(".messagelist .success")
    second.keyboard.press("Control+Enter")
    second.wait_for_selector("[role=alert]")
    assert "anna hat diesen Text inzwischen geändert" in second.locator("[role=alert]").inner_text()
    assert second.locator("#id_title").input_value() == "Мій текст про Wohngeld"
    assert "Житлова допомога" in second.locator(".theirs").first.inner_text()
    assert axe_finds(second) == []
