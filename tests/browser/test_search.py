"""Searching while typing: the same page as the address loaded anew, on a phone, from left and from right."""

import re

import pytest

from .test_filters import settled


def results(page):
    return re.sub(r' class=""|\s+', " ", page.locator("#results").evaluate("element => element.outerHTML"))


def first_service(page):
    return page.locator(".hit a").first.get_attribute("href")


def typed(page, text):
    """Type letter by letter and wait for the results."""
    page.locator("#id_q").press_sequentially(text, delay=15)
    page.wait_for_url("**q=*")
    page.wait_for_function("text => decodeURIComponent(location.search).replaceAll('+', ' ').includes(text)", arg=text)
    settled(page)


@pytest.mark.parametrize(
    ("code", "text", "service"),
    [("uk", "гроші на дитину", "kindergeld"), ("ar", "wongeld", "wohngeld"), ("de", "anmeldug", "wohnsitz-anmelden")],
)
def test_results_come_while_typing(visit, code, text, service):
    page = visit(f"/{code}/search", has_touch=True)
    typed(page, text)
    assert first_service(page) == f"/{code}/services/{service}/"
    assert page.evaluate("document.activeElement.id") == "id_q"
    address = "/" + page.url.split("/", 3)[3]
    for javascript in (True, False):
        fresh = visit(address, java_script_enabled=javascript, has_touch=True)
        assert results(fresh) == results(page)
        assert fresh.title() == page.title()
        assert fresh.locator("#status").inner_text() == page.locator("#status").inner_text()


def test_typing_leaves_one_entry_in_the_history(visit):
    page = visit("/uk/")
    page.goto("/uk/search")
    before = page.evaluate("history.length")
    typed(page, "прописка")
    assert page.evaluate("history.length") == before
    page.go_back()
    assert page.url.endswith("/uk/")


def test_a_filter_combines_with_what_was_typed(visit):
    page = visit("/de/search")
    typed(page, "Krankenkasse")
    page.locator(".more-filters").evaluate("details => details.open = true")
    page.locator("#id_topic").select_option("health")
    page.wait_for_url("**topic=health**")
    settled(page)
    assert "q=Krankenkasse" in page.url
    assert page.locator(".hit a").count()


def test_without_javascript_the_button_searches(visit):
    page = visit("/ar/", java_script_enabled=False)
    page.locator(".search-field input").fill("Kindergeld")
    page.locator(".search-field button").click()
    assert "/ar/search?q=Kindergeld" in page.url
    assert first_service(page) == "/ar/services/kindergeld/"


def test_telling_us_by_one_tap(visit):
    page = visit("/uk/search?q=qqqqqq", has_touch=True)
    page.locator("form[action$='/missed/'] button").tap()
    page.wait_for_url("**/uk/search/missed/")
    assert "Дякуємо" in page.locator("h1").inner_text()
