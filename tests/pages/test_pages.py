import pytest

from migrado.pages.models import Page, markdown

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("key", ["about", "imprint", "privacy", "accessibility"])
def test_each_page_is_there_in_german_english_and_plain_german(key):
    page = Page.objects.get(key=key)
    assert page.body_de
    assert page.body_en
    assert page.body_de_simple


def test_raw_html_and_script_links_are_only_text():
    html = markdown("<script>alert(1)</script>\n\n[x](javascript:alert(1))")
    assert "<script>" not in html
    assert "href" not in html


def test_headings_and_lists_are_rendered(client):
    html = client.get("/de/about/privacy/").content.decode()
    assert "<h2>" in html


def test_a_missing_page_is_a_404(client):
    assert client.get("/de/about/nothing/").status_code == 404
