"""Two languages side by side on any page."""

import re

import pytest

from migrado import beside
from tests.addresses import TEMPLATES

pytestmark = pytest.mark.django_db


def beside_texts(html):
    return re.findall(r'<span class="beside" lang="de" dir="ltr">(.*?)</span>', html, re.DOTALL)


@pytest.mark.parametrize("code", ["uk", "ar", "de-simple"])
def test_every_text_has_its_german_beneath(client, code):
    html = client.get(f"/{code}/services/wohngeld/?beside=1").content.decode()
    texts = beside_texts(html)
    assert "Hilfe bei der Miete: Wohngeld" in texts or code == "de-simple"
    assert any(text.startswith("Ihr Einkommen ist klein") for text in texts)


def test_interface_words_too(client):
    assert "Was bringen Sie mit?" in beside_texts(client.get("/uk/services/wohngeld/?beside=1").content.decode())


def test_german_pages_and_pages_without_the_wish_stay_as_they_are(client):
    assert beside_texts(client.get("/de/services/wohngeld/?beside=1").content.decode()) == []
    assert beside_texts(client.get("/uk/services/wohngeld/").content.decode()) == []


@pytest.mark.parametrize("path", TEMPLATES.values())
def test_no_mark_is_left_and_no_element_stands_where_none_may(client, path):
    joint = "&" if "?" in path else "?"
    html = client.get(f"/ar/{path}{joint}beside=1").content.decode()
    assert not re.search("[\ue000\ue001]", html)
    assert not re.search(r"<(title|option)[^>]*>[^<]*<span", html)
    assert not re.search(r'="[^"]*<span', html)
    assert not beside_texts(html[: html.index("<main")])


def test_one_tap_leads_there_and_back(client):
    html = client.get("/uk/services/wohnsitz-anmelden/?from=abroad").content.decode()
    assert 'href="/uk/services/wohnsitz-anmelden/?from=abroad&amp;beside=1"' in html
    html = client.get("/uk/services/wohnsitz-anmelden/?from=abroad&beside=1").content.decode()
    assert 'href="/uk/services/wohnsitz-anmelden/?from=abroad"' in html


def test_hostile_text_stays_text():
    own = "&lt;script&gt;"
    marked = beside.mark(own, "&lt;b&gt;")
    assert beside.weave(f"<main><p>{marked}</p></main>") == (
        '<main><p>&lt;script&gt;<span class="beside" lang="de" dir="ltr">&lt;b&gt;</span></p></main>'
    )
    assert beside.weave(f'<main><p title="{marked}">x</p></main>') == f'<main><p title="{own}">x</p></main>'
