"""The library in a real Chromium: filtering, reading, the help with a form, a film with captions, files by touch."""

import re
import time

import pytest

from tests.browser.test_filters import assert_same_as_fresh, list_page, settled


def until(page, expression, seconds=30):
    """Wait until an expression holds; Playwright's own waiting evaluates where the page's policy forbids it."""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"never came true: {expression}"
        page.wait_for_timeout(50)


def test_filtering_the_library_by_touch(visit):
    page = list_page(visit, "/uk/documents/", has_touch=True)
    everything = page.locator("#results .hit").count()
    page.locator("#id_kind").tap()
    page.locator("#id_kind").select_option("form")
    page.wait_for_url("**kind=form**")
    settled(page)
    assert 0 < page.locator("#results .hit").count() < everything
    assert page.locator("#results .hit b").all_inner_texts() == ["Бланк"] * page.locator("#results .hit").count()
    assert_same_as_fresh(visit, page, has_touch=True)


def test_typing_a_german_word_from_a_letter(visit):
    page = list_page(visit, "/ar/documents/")
    page.locator("#id_q").fill("Wohnungsgeberbestätigung")
    page.wait_for_url("**q=Wohnungsgeber**")
    settled(page)
    first = page.locator("#results .hit a").first
    assert first.get_attribute("href") == "/ar/documents/wohnungsgeberbestaetigung/"


def test_the_search_of_the_whole_portal_finds_a_leaflet(visit):
    page = visit("/ar/search?q=Notfallkarte", java_script_enabled=False)
    assert page.locator("main a[href='/ar/documents/notfallkarte/']").count() == 1


@pytest.mark.parametrize("code", ["ar", "uk"])
def test_reading_a_leaflet_and_opening_its_file(visit, code):
    page = visit(f"/{code}/documents/amtlicher-brief/")
    chips = page.locator(".chips .chip bdi").all_text_contents()
    assert chips[0] == {"ar": "العربية", "uk": "Українська"}[code]
    assert chips[1] == "Deutsch"
    assert len(chips) == 15
    assert page.locator(".prose h2").count() >= 2
    with page.expect_response(re.compile(r"\.pdf$")) as response:
        page.evaluate("address => fetch(address)", page.locator(".do a").get_attribute("href"))
    assert response.value.headers["content-type"] == "application/pdf"
    page.locator(".preview img").scroll_into_view_if_needed()
    until(page, "document.querySelector('.preview img').naturalWidth > 0")
    until(page, "document.querySelector('.qr img').naturalWidth > 0")


def test_a_leaflet_is_read_without_javascript(visit):
    page = visit("/ti/documents/erste-zwei-wochen/", java_script_enabled=False)
    assert page.locator(".prose li").count() > 3
    assert page.locator("[data-print]").is_hidden()


def test_the_print_button_prints(visit):
    page = visit("/de/documents/notfallkarte/")
    page.evaluate("window.print = () => { document.body.dataset.printed = 'yes' }")
    page.locator("[data-print]").click()
    assert page.evaluate("document.body.dataset.printed") == "yes"


@pytest.mark.parametrize("code", ["ar", "uk"])
def test_help_with_a_form_stands_beside_the_german_label(visit, code):
    page = visit(f"/{code}/documents/wohnungsgeberbestaetigung/")
    fields = page.locator(".fields > li")
    assert fields.count() >= 5
    for field in fields.all():
        heading, label = field.locator("h3"), field.locator(".plate")
        assert label.get_attribute("lang") == "de"
        assert label.get_attribute("dir") == "ltr"
        assert heading.inner_text() != label.inner_text()
        assert heading.get_attribute("lang") is None, "the name is in the reader's language"
        side = "right" if code == "ar" else "left"
        edges = [part.evaluate(f"part => part.getBoundingClientRect().{side}") for part in (heading, label)]
        assert abs(edges[0] - edges[1]) < 2, "the German label begins where the reader's words begin"
    assert page.locator(".do a").last.get_attribute("href").endswith(f"help/{code}.pdf")


def test_fields_are_printed_and_navigation_is_not(visit):
    page = visit("/ar/documents/wohngeld-antrag/")
    page.emulate_media(media="print")
    assert page.locator(".fields > li").first.is_visible()
    assert page.locator(".qr img").is_visible()
    assert not page.locator(".bar").is_visible()


def showing(page):
    """The words of the captions that are on the screen."""
    return page.evaluate(
        "[...document.querySelector('video').textTracks].filter(track => track.mode === 'showing')"
        ".flatMap(track => [...(track.activeCues || [])].map(cue => cue.text))"
    )


@pytest.mark.parametrize(("code", "script"), [("ar", "[\u0600-\u06ff]"), ("uk", "[\u0400-\u04ff]")])
def test_a_film_plays_with_captions_in_the_readers_language(visit, code, script):
    page = visit(f"/{code}/documents/finden-in-einer-minute/")
    video = page.locator("video")
    assert video.evaluate("video => [video.autoplay, video.paused, video.preload, video.controls]") == [
        False,
        True,
        "none",
        True,
    ]
    assert video.get_attribute("poster")
    assert page.locator("track[default]").get_attribute("srclang") == code
    video.evaluate("async video => { video.muted = true; await video.play() }")
    until(page, "document.querySelector('video').currentTime > 0.5")
    until(page, "[...document.querySelector('video').textTracks].some(track => track.activeCues?.length)")
    words = showing(page)
    assert len(words) == 1
    assert re.search(script, words[0])
    assert words[0] == page.locator(".transcript li").first.locator("span").inner_text()


def test_jumping_in_a_film_asks_for_a_part_of_it(visit):
    page = visit("/uk/documents/finden-in-einer-minute/")
    answers = []
    page.on(
        "response",
        lambda response: answers.append((response.status, response.headers)) if ".mp4" in response.url else None,
    )
    page.locator("video").evaluate(
        "async video => { video.muted = true; video.load(); await video.play(); video.pause() }"
    )
    page.locator("video").evaluate("video => { video.currentTime = 50 }")
    there = "(video => video.currentTime === 50 && !video.seeking && video.readyState >= 2)"
    until(page, f"{there}(document.querySelector('video'))")
    assert {status for status, _ in answers} == {206}
    assert all(headers["content-range"].startswith("bytes ") for _, headers in answers)
    last = page.locator(".transcript li").nth(7).locator("span").inner_text()
    until(page, "[...document.querySelector('video').textTracks].some(track => track.activeCues?.length)")
    assert showing(page) == [last]


def test_the_film_is_worked_by_keyboard(visit):
    page = visit("/uk/documents/finden-in-einer-minute/")
    page.locator("video").focus()
    page.keyboard.press("Space")
    until(page, "!document.querySelector('video').paused")
    page.keyboard.press("Space")
    until(page, "document.querySelector('video').paused")
