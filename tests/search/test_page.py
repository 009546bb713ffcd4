"""The search page: groups, reasons, corrections, filters, and what happens to nonsense."""

import html
import re
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from catalog.models import Service
from migrado.search import models

pytestmark = pytest.mark.django_db


def search(client, query, code="de", **filters):
    extra = "".join(f"&{name}={value}" for name, value in filters.items())
    response = client.get(f"/{code}/search?q={quote(query)}{extra}")
    assert response.status_code == 200
    return html.unescape(response.content.decode())


def services(page):
    return re.findall(r'<h3><a[^>]*href="/[a-z-]+/services/([a-z0-9-]+)/"', page)


def reasons(page):
    found = re.findall(r'<p class="reason">.*?</p>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", "", reason).split()) for reason in found]


def test_services_come_first(client):
    page = search(client, "Kindergeld")
    headings = re.findall(r"<h2>(.*?)</h2>", page)
    assert headings[0] == "Dienste"
    assert services(page)[0] == "kindergeld"


def test_a_german_word_from_a_letter_says_so_in_arabic(client):
    page = search(client, "Wohnungsgeberbestätigung", "ar")
    assert "wohnsitz-anmelden" in services(page)
    assert any(reason.startswith("الكلمة الألمانية:") for reason in reasons(page))


def test_a_hidden_word_is_named_as_the_reason(client):
    service = Service.objects.get(key="bibliothek")
    service.keywords_uk = "ксилофонна читальня"
    service.save()
    page = search(client, "ксилофонна", "uk")
    assert services(page)[0] == "bibliothek"
    assert reasons(page)[0] == "Так це теж називають: ксилофонна читальня"


def test_a_word_in_the_text_is_named_as_the_reason(client):
    service = Service.objects.get(key="bibliothek")
    service.notes_de = "Hier steht auch ein Xylophon."
    service.save()
    assert reasons(search(client, "Xylophon"))[0] == "Im Text: Xylophon"


def test_a_corrected_word_is_shown_as_it_is_written(client):
    page = search(client, "Furerschein", "uk")
    assert "Führerschein" in page
    assert 'href="?q=F%C3%BChrerschein"' in page
    assert services(page)[0] == "fuehrerschein"


def test_a_known_word_is_not_corrected(client):
    assert "Meinten Sie" not in search(client, "Kindergeld")


def test_a_word_half_typed_is_found_and_not_corrected(client):
    page = search(client, "Einbürger")
    assert services(page)[0].startswith("einbuergerung")
    assert "Meinten Sie" not in page


def test_filters_combine_with_words(client):
    everything = services(search(client, "Krankenkasse", kind="service"))
    narrowed = services(search(client, "Krankenkasse", kind="service", topic="health"))
    keys = set(Service.objects.filter(topic__key="health").values_list("key", flat=True))
    assert narrowed
    assert narrowed == [key for key in everything if key in keys] != everything


def test_one_kind_alone(client):
    page = search(client, "Pass", kind="evidence")
    assert services(page) == []
    assert re.findall(r"<h2>(.*?)</h2>", page)[0] == "Unterlagen zum Mitbringen"


def test_an_unknown_filter_is_said_so(client):
    notice = re.search(r'<p class="notice">.*?</p>', search(client, "Geld", topic="nonsense"), re.DOTALL)
    assert "nonsense" in notice.group()


def test_no_hit_is_no_dead_end(client):
    page = search(client, "qqqqqqqq", "uk")
    assert "/uk/topics/" in page
    assert "Friedensplatz" in page
    assert 'action="/uk/search/missed/"' in page


def test_a_search_stays_out_of_caches_and_indexes(client):
    response = client.get("/de/search?q=Geld")
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    "query",
    [
        "x" * 5000,
        "\x00\x01\x1f",
        "'; DROP TABLE search_posting; --",
        "🙂🙃",
        "\u202eGeld\u202c \u2066x",
        "und der die das",
        "a",
        "%",
        '"><script>alert(1)</script>',
        "ـــ",
        "Geld " * 300,
        "\u0301\u0301",
        "²³½",
    ],
)
@pytest.mark.parametrize("code", ["de", "ar", "ti"])
def test_bad_input_gives_a_sane_page(client, query, code):
    page = search(client, query, code)
    assert page.count("<h1") == 1
    assert "<script>alert" not in client.get(f"/{code}/search?q={quote(query)}").content.decode()


@given(query=st.text(max_size=60))
@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_a_page(client, query):
    search(client, query, "uk")


class TestTellingUs:
    URL = "/uk/search/missed/"

    def test_only_words_and_language_are_stored(self, client):
        response = client.post(self.URL, {"q": "єдиноріг", "name": "Anna"}, HTTP_ORIGIN="http://testserver")
        assert response.status_code == 302
        stored = models.MissedQuery.objects.get()
        assert (stored.query, stored.language, stored.times) == ("єдиноріг", "uk", 1)
        assert not response.cookies
        assert "Дякуємо" in client.get(response["Location"]).content.decode()

    def test_the_same_words_are_counted(self, client):
        for _ in range(3):
            client.post(self.URL, {"q": "єдиноріг"})
        assert models.MissedQuery.objects.get().times == 3

    def test_nothing_is_stored_without_words(self, client):
        client.post(self.URL, {"q": "\x00 "})
        assert not models.MissedQuery.objects.exists()

    @pytest.mark.parametrize(
        "headers", [{"HTTP_ORIGIN": "https://evil.example"}, {"HTTP_SEC_FETCH_SITE": "cross-site"}]
    )
    def test_other_sites_may_not_post(self, client, headers):
        assert client.post(self.URL, {"q": "x y"}, **headers).status_code == 403
        assert not models.MissedQuery.objects.exists()

    def test_a_flood_ends(self, client, monkeypatch):
        monkeypatch.setattr(models, "NEW_A_DAY", 2)
        for number in range(5):
            client.post(self.URL, {"q": f"word{number}"})
        assert models.MissedQuery.objects.count() == 2


def test_a_kind_without_hits_shows_the_others(client):
    page = search(client, "Wohngeld", kind="page")
    assert services(page)[0] == "wohngeld"


def test_a_paper_does_not_hide_the_service_that_names_it(client):
    page = html.unescape(client.get("/de/services/?q=Fotos").content.decode())
    assert services(page)


def test_a_correction_keeps_the_rest_of_the_question_and_the_filters(client):
    page = search(client, "Furerschein in Deutschland umschreiben", topic="mobility")
    link = re.search(r'href="\?([^"]*F%C3%BChrerschein[^"]*)"', page).group(1)
    assert "F%C3%BChrerschein+in+Deutschland+umschreiben" in link
    assert "topic=mobility" in link
