"""The finder on a phone: by touch, back, shared, without JavaScript."""

import pytest


def test_walk_from_the_home_page_to_an_office(visit):
    page = visit("/uk/", has_touch=True)
    for step in (".card--counter .button", "a[href='?topic=registration']", "a.option[href*='wohnsitz-anmelden']"):
        with page.expect_navigation():
            page.locator(step).tap()
    while page.locator(".asked .option").count():
        wanted = page.locator(".option[href*='status=ukraine_24'], .option[href*='from=abroad']").first
        with page.expect_navigation():
            wanted.tap()
    assert page.locator(".offices .card--answer h3").first.inner_text() == "Ukraine-Infopoint (Berswordt-Halle)"
    assert page.evaluate("document.documentElement.dir") == "ltr"


@pytest.mark.parametrize("javascript", [True, False])
def test_back_takes_an_answer_back_and_the_address_can_be_shared(visit, javascript):
    page = visit("/ar/services/wohnsitz-anmelden/", java_script_enabled=javascript)
    first = page.locator("#question").inner_text()
    page.locator(".asked .option").nth(1).click()
    page.wait_for_load_state()
    assert page.locator(".answered").count() == 1
    shared = visit("/" + page.url.split("/", 3)[3], java_script_enabled=javascript)
    assert shared.locator("#where").inner_text() == page.locator("#where").inner_text()
    page.go_back()
    page.wait_for_load_state()
    assert page.locator(".answered").count() == 0
    assert page.locator("#question").inner_text() == first


def test_a_postcode_leads_to_the_districts_office(visit):
    page = visit("/fa/services/lokal-willkommen/")
    page.locator("#postcode").fill("44339")
    page.locator("#postcode").press("Enter")
    page.wait_for_url("**postcode=44339**")
    assert page.locator(".asked").count() == 0
    assert page.locator(".card--answer").count() == 1


def test_changing_an_answer_asks_again(visit):
    page = visit("/de/services/wohnsitz-anmelden/?from=abroad&status=eu_eea_swiss")
    assert page.locator(".asked").count() == 0
    page.locator(".answered a").last.click()
    page.wait_for_load_state()
    assert page.locator(".asked").count() == 1
