"""What a picture would show: nothing scrolls sideways, targets are large, the first screen says what it should."""

import pytest

from tests.addresses import TEMPLATES


@pytest.mark.parametrize("code", ["de", "uk", "ar", "ti"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_nothing_scrolls_sideways(visit, code, width):
    page = visit(f"/{code}/", viewport={"width": width, "height": 800})
    for path in TEMPLATES.values():
        page.goto(f"/{code}/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("code", ["de", "uk", "ar", "ti"])
def test_heading_search_and_first_topics_stand_above_the_fold(visit, code):
    page = visit(f"/{code}/", viewport={"width": 360, "height": 640})
    for part in ("h1", ".search-field", ".topic-tile"):
        box = page.locator(part).first.bounding_box()
        assert box["y"] + box["height"] <= 640, part


SMALL = """() => [...document.querySelectorAll('a[href], button, select, input, summary')]
  .filter(element => !element.closest('.skip, .prose, p, td') && element.checkVisibility())
  .map(element => [element.outerHTML.slice(0, 100), element.getBoundingClientRect(), element])
  .filter(([, box, element]) => box.width && !(element.type === 'checkbox') && box.height < 44)
  .map(([html, box]) => `${Math.round(box.height)} ${html}`)"""


@pytest.mark.parametrize(
    "path",
    [
        "",
        "services/",
        "services/wohngeld/",
        "offices/migrado-friedensplatz/",
        "topics/housing/",
        "documents/",
        "documents/wohngeld-antrag/",
        "documents/meine-termine/",
        "documents/finden-in-einer-minute/",
    ],
)
def test_targets_are_large_enough_to_touch(visit, path):
    page = visit(f"/uk/{path}")
    assert page.evaluate(SMALL) == []


def test_the_page_can_be_used_by_keyboard_alone(visit):
    page = visit("/de/services/wohngeld/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.locator(".language-switcher > summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/de-simple/services/wohngeld/**")


def test_ticked_papers_reach_the_counter_card_without_javascript(visit):
    page = visit("/ar/services/wohngeld/", java_script_enabled=False)
    box = page.locator("input[name=have]").first
    german = box.evaluate("box => box.value")
    box.check()
    page.locator(".do-small button").click()
    page.wait_for_load_state()
    assert f"have={german}" in page.url
    assert page.locator(".plate--huge ul").count() == 2


def test_shift_three_times_leaves_a_sensitive_page(chromium, portal):
    page = chromium.new_page(base_url=portal)
    page.route("https://www.dwd.de/**", lambda route: route.fulfill(body="weather"))
    page.goto("/en/services/")
    page.goto("/en/services/gewaltschutz-frauen/")
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url("https://www.dwd.de/")
    page.go_back()
    assert page.url.endswith("/en/services/")
    page.close()
