"""Every public address in every language."""

import re
from html.parser import HTMLParser

import pytest
from django.utils import translation
from django.utils.translation import gettext

from migrado import catalogues, languages
from tests.addresses import TEMPLATES, all_paths

pytestmark = pytest.mark.django_db

MAX_QUERIES = 14
"""The search asks most: 4 queries to find, 6 kinds of hits, 3 lists of filters, what the translations are worth."""
SAME_EVERYWHERE = {"MigraDo", "Online", "Website", "E-mail"}


VOID = {"meta", "link", "input", "br", "img", "use", "path", "hr", "source"}


class PageReader(HTMLParser):
    """What the sweep wants to know of a page. `texts` are those in the page's own language."""

    def __init__(self, html):
        super().__init__()
        self.html_attrs, self.headings, self.addresses, self.texts, self.inline = {}, 0, [], [], []
        self._open = []
        self.feed(html)

    @property
    def _is_foreign(self):
        """True inside a script, or inside an element in another language than the page."""
        return any(
            tag in ("script", "style") or lang not in (None, self.html_attrs["lang"]) for tag, lang in self._open
        )

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "html":
            self.html_attrs = attrs
        self.headings += tag == "h1"
        if tag in ("script", "style") and "src" not in attrs:
            self.inline.append(tag)
        self.inline += [name for name in attrs if name == "style" or name.startswith("on")]
        loads = tag in ("script", "img", "iframe", "source") or (
            tag == "link" and attrs.get("rel") not in ("alternate", "canonical")
        )
        if loads:
            self.addresses += [attrs[name] for name in ("src", "href") if attrs.get(name)]
        if tag not in VOID:
            self._open.append((tag, attrs.get("lang")))
        if not self._is_foreign:
            self.texts += [attrs[name] for name in ("aria-label", "title", "placeholder") if attrs.get(name)]

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        text = re.sub(r"\s+", " ", data).strip()
        if text and not self._is_foreign:
            self.texts.append(text)


def english_strings():
    """Interface strings as they stand in the code, whole ones without placeholders."""
    return {
        message.id
        for message in catalogues.extract()
        if isinstance(message.id, str) and message.id and "%(" not in message.id and "<" not in message.id
    }


@pytest.mark.parametrize("code", languages.CODES)
def test_every_page(client, code, django_assert_max_num_queries):
    language = languages.get(code)
    with translation.override(code):
        foreign = {text for text in english_strings() - SAME_EVERYWHERE if gettext(text) != text}
    client.get(f"/{code}/search?q=Kindergeld")  # a process reads its vocabularies once
    for path in all_paths():
        url = f"/{code}/{path}"
        with django_assert_max_num_queries(MAX_QUERIES):
            response = client.get(url)
        page = PageReader(response.content.decode())
        assert response.status_code == 200, url
        assert page.html_attrs == {"lang": code, "dir": language.direction}, url
        assert page.headings == 1, url
        assert not response.cookies, url
        assert "Cookie" not in response.get("Vary", ""), url
        assert all(address.startswith("/") for address in page.addresses), url
        assert not page.inline, url
        if code != "en":
            assert not foreign & set(page.texts), url


@pytest.mark.parametrize("code", languages.CODES)
def test_error_pages_speak_the_readers_language(client, code):
    response = client.get(f"/{code}/services/there-is-none/")
    page = PageReader(response.content.decode())
    assert response.status_code == 404
    assert page.html_attrs["lang"] == code
    assert page.headings == 1
    assert not response.cookies
    with translation.override(code):
        assert gettext("There is no such page") in page.texts


def test_the_switcher_keeps_page_and_query(client):
    html = client.get("/de/services/?topic=health").content.decode()
    for code in languages.CODES:
        assert f'href="/{code}/services/?topic=health"' in html


def test_the_chooser_puts_the_browsers_wish_first_and_redirects_nobody(client):
    response = client.get("/", headers={"accept-language": "ja,uk-UA;q=0.8"})
    html = response.content.decode()
    assert response.status_code == 200
    assert "Accept-Language" in response["Vary"]
    assert html.index('href="/uk/"') < html.index('href="/de/"')
    assert all(f'href="/{code}/"' in html for code in languages.CODES)


def test_no_other_page_reads_the_header(client):
    plain = client.get("/ar/")
    asked = client.get("/ar/", headers={"accept-language": "uk", "cookie": "django_language=fr"})
    assert plain.content == asked.content
    assert "Accept-Language" not in asked.get("Vary", "")


@pytest.mark.parametrize("path", ["/xx/", "/de/nothing/", "/DE/", "/de/services/Wohngeld/", "/de/services/a%00b/"])
def test_unknown_addresses_are_a_clear_404(client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert b"<h1>" in response.content


@pytest.mark.parametrize("name", TEMPLATES)
def test_security_headers(client, name):
    response = client.get(f"/de/{TEMPLATES[name]}")
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


def test_a_page_can_be_kept_by_caches_and_staffs_cannot(client):
    assert client.get("/de/")["Cache-Control"] == "public, max-age=0, s-maxage=60"
    assert "no-store" in client.get("/admin/login/")["Cache-Control"]


def test_an_unchanged_page_is_not_sent_again(client):
    etag = client.get("/de/")["ETag"]
    assert client.get("/de/", headers={"if-none-match": etag}).status_code == 304
