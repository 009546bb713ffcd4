"""Filtering by keyboard, by touch, with and without JavaScript ends in the same page, and "back" leads back."""

import re

import pytest


def settled(page):
    """Wait until no htmx request is under way."""
    page.wait_for_function("!document.querySelector('.htmx-request')")
    page.wait_for_load_state("networkidle")


def list_page(visit, path, **options):
    """A page with filters, all of them to be seen."""
    page = visit(path, **options)
    page.locator(".more-filters").evaluate("details => details.open = true")
    return page


def state(page):
    """What the visitor sees: address, title, results and the state of the form."""
    results = page.locator("#results").evaluate("element => element.outerHTML")
    form = page.locator("#filters").evaluate("form => [...new FormData(form)].map(pair => pair.join('=')).join('&')")
    address = re.sub(r"[?&]\w+=(?=&|$)", "", page.url.split("/", 3)[3])
    return {
        "address": address.replace("services/&", "services/?"),
        "title": page.title(),
        "results": re.sub(r' class=""|\s+', " ", results),
        "form": form,
    }


def assert_same_as_fresh(visit, page, **options):
    """The page as it stands equals its own address, loaded anew with and without JavaScript."""
    path = "/" + page.url.split("/", 3)[3]
    for javascript in (True, False):
        fresh = visit(path, java_script_enabled=javascript, **options)
        assert state(page) == state(fresh)


def test_choosing_a_topic_by_touch(visit):
    page = list_page(visit, "/uk/services/", has_touch=True)
    before = page.locator(".count").inner_text()
    page.locator("#id_topic").tap()
    page.locator("#id_topic").select_option("housing")
    page.wait_for_url("**topic=housing**")
    settled(page)
    assert page.locator(".count").inner_text() != before
    assert_same_as_fresh(visit, page, has_touch=True)


def test_choosing_by_keyboard_keeps_the_focus(visit):
    page = list_page(visit, "/de/services/")
    page.locator("#id_status").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_url("**status=german**")
    settled(page)
    assert page.evaluate("document.activeElement.id") == "id_status"
    assert_same_as_fresh(visit, page)


def test_typing_filters_after_a_moment_and_keeps_what_was_typed(visit):
    page = list_page(visit, "/ar/services/")
    page.locator("#id_q").focus()
    page.keyboard.type("kindergeld", delay=30)
    page.wait_for_url("**q=kindergeld**")
    settled(page)
    assert page.locator("#id_q").input_value() == "kindergeld"
    assert page.evaluate("document.activeElement.id") == "id_q"
    assert page.locator(".hit").count() >= 1
    assert_same_as_fresh(visit, page)


def test_back_leads_to_the_list_before_as_a_whole_page(visit):
    page = list_page(visit, "/de/services/")
    first = state(page)
    page.locator("#id_topic").select_option("health")
    page.wait_for_url("**topic=health**")
    settled(page)
    second = state(page)
    page.locator("#id_city").select_option("yes")
    page.wait_for_url("**city=yes**")
    settled(page)
    page.go_back()
    page.wait_for_url(lambda url: "city=yes" not in url)
    settled(page)
    assert state(page) == second
    assert page.locator("header.bar").count() == 1
    page.go_back()
    page.wait_for_url(lambda url: "health" not in url)
    settled(page)
    assert state(page) == first


def test_back_from_a_service_leads_to_the_filtered_list(visit):
    page = list_page(visit, "/de/services/")
    page.locator("#id_topic").select_option("health")
    page.wait_for_url("**topic=health**")
    settled(page)
    filtered = state(page)
    page.locator(".hit a").first.click()
    page.wait_for_load_state()
    page.go_back()
    page.wait_for_url("**topic=health**")
    settled(page)
    assert state(page) == filtered


def test_without_javascript_the_button_does_it(visit):
    page = list_page(visit, "/fa/services/", java_script_enabled=False)
    page.locator("#id_topic").select_option("housing")
    page.locator("#id_city").select_option("no")
    page.locator("#filters button").click()
    page.wait_for_load_state()
    assert "topic=housing" in page.url
    assert page.locator(".chip").count() == 2
    assert_same_as_fresh(visit, page)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_chip_takes_its_filter_back(visit, javascript):
    page = visit("/en/services/?topic=housing&status=duldung", java_script_enabled=javascript)
    page.locator(".chip").first.click()
    page.wait_for_load_state()
    settled(page) if javascript else None
    assert page.locator(".chip").count() == 1
    assert_same_as_fresh(visit, page)


def test_the_second_part_of_the_list_keeps_the_filter(visit):
    page = visit("/en/services/?status=third_country_permit")
    page.locator("[rel=next]").click()
    page.wait_for_load_state()
    assert "status=third_country_permit" in page.url
    assert "page=2" in page.url
    assert page.locator(".chip").count() == 1


def test_offices_filter_by_district(visit):
    page = list_page(visit, "/uk/offices/")
    page.locator("#id_district").select_option("hoerde")
    page.wait_for_url("**district=hoerde**")
    settled(page)
    assert page.locator(".chip").count() == 1
    assert_same_as_fresh(visit, page)
