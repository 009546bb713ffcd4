"""What a link is found to be, and how politely that is found out."""

import socket

import pytest

from migrado.links.checking import LONGEST_TARGET, Checker, Finding, Result, in_turns
from migrado.links.fetching import Answer, FetchError, Trouble

pytest_plugins = "tests.links.web"


@pytest.fixture
def look(web):
    """Looks at a page of the server."""
    return lambda path: Checker(pause=0).check(web.url + path)


@pytest.mark.parametrize(
    ("path", "result", "code"),
    [
        ("/fine", Result.WORKS, 200),
        ("/no-head", Result.WORKS, 200),
        ("/drops-head", Result.WORKS, 200),
        ("/endless", Result.WORKS, 200),
        ("/elsewhere", Result.WORKS, 200),
        ("/gone", Result.FAILED, 404),
        ("/over", Result.FAILED, 410),
        ("/error", Result.FAILED, 500),
        ("/moved-to-nothing", Result.FAILED, 404),
        ("/garbage", Result.FAILED, None),
        ("/robots", Result.UNSURE, 403),
        ("/login", Result.UNSURE, 401),
        ("/busy", Result.UNSURE, 503),
        ("/patience", Result.UNSURE, 503),
        ("/odd", Result.UNSURE, 418),
        ("/loop", Result.UNSURE, 302),
        ("/file", Result.UNSURE, 302),
        ("/nonsense", Result.UNSURE, 302),
        ("/inside", Result.UNSURE, None),
    ],
)
def test_what_a_page_is_found_to_be(look, path, result, code):
    finding = look(path)
    assert (finding.result, finding.code, finding.target) == (result, code, "")
    assert bool(finding.why) == (result != Result.WORKS)
    assert len(finding.why) < 150


def test_a_page_that_never_answers(look, impatient):
    finding = look("/silent")
    assert (finding.result, finding.code) == (Result.FAILED, None)
    assert "antwortet nicht" in finding.why


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/moved", "/fine"),
        ("/moved-for-good", "/fine"),
        ("/moved-then-login", "/elsewhere"),
        ("/umlaut", "/größe"),
    ],
)
def test_a_page_that_has_moved_for_good(look, web, path, target):
    assert look(path) == Finding(Result.MOVED, 200, "Die Seite ist umgezogen.", web.url + target)


def test_a_page_that_became_the_home_page_is_perhaps_gone(look, web):
    finding = look("/home")
    assert (finding.result, finding.target) == (Result.MOVED, f"{web.url}/")
    assert "Startseite" in finding.why


def test_a_redirect_into_an_inner_network_is_not_followed(look, monkeypatch):
    asked, connect = [], socket.create_connection
    monkeypatch.setattr(socket, "create_connection", lambda to, *args: (asked.append(to[0]), connect(to, *args))[1])
    assert "internes Netz" in look("/inside").why
    assert set(asked) == {"127.0.0.1"}


def test_no_more_than_five_redirects_are_followed(look, web):
    look("/loop")
    assert len(web.requests) == 6


def test_get_is_only_asked_where_head_is_refused(look, web):
    look("/fine")
    look("/busy")
    assert {method for method, _ in web.requests} == {"HEAD"}
    look("/robots")
    assert web.requests[-2:] == [("HEAD", "/robots"), ("GET", "/robots")]


class Fake:
    """Time and a web without either: `answers` are those of addresses; `asked` is (second, method, address)."""

    def __init__(self, **answers):
        self.now, self.asked, self.answers = 100, [], answers

    def fetch(self, method, url):
        self.asked.append((self.now - 100, method, url))
        self.now += 1
        answer = self.answers.get(url.split("/")[2].partition(".")[0], 200)
        if isinstance(answer, Trouble):
            raise FetchError(answer)
        return answer if isinstance(answer, Answer) else Answer(answer)

    def sleep(self, seconds):
        assert seconds > 0
        self.now += seconds

    def checker(self, pause=2):
        return Checker(pause, self.fetch, lambda: self.now, self.sleep)


def test_a_pause_lies_between_two_requests_to_a_host_and_only_there():
    fake = Fake()
    checker = fake.checker()
    for url in ("https://a.example/1", "https://b.example/1", "https://A.example/2", "http://a.example/3"):
        assert checker.check(url).result == Result.WORKS
    # Each request takes a second; the pause begins when it has ended.
    assert [second for second, _, _ in fake.asked] == [0, 1, 3, 6]


def test_a_pause_lies_between_head_and_get_and_before_a_redirect():
    fake = Fake(a=405, b=Answer(301, "https://b.example/2"))
    fake.checker(pause=5).check("https://a.example/")
    assert [(second, method) for second, method, _ in fake.asked] == [(0, "HEAD"), (6, "GET")]
    fake.asked.clear()
    fake.now = 100
    fake.checker(pause=5).check("https://b.example/1")
    assert [second for second, _, _ in fake.asked] == [0, 6, 12, 18, 24, 30]


@pytest.mark.parametrize("answer", [429, Answer(503, has_retry_after=True), Answer(403, has_retry_after=True)])
def test_a_host_that_asks_for_patience_is_left_alone(answer):
    fake = Fake(a=answer, b=Answer(301, "https://a.example/"))
    checker = fake.checker()
    assert checker.check("https://a.example/1").result == Result.UNSURE
    assert checker.check("https://a.example/2") is None
    assert checker.check("https://b.example/") is None
    assert checker.check("https://c.example/").result == Result.WORKS
    assert [url for _, _, url in fake.asked] == ["https://a.example/1", "https://b.example/", "https://c.example/"]


@pytest.mark.parametrize("trouble", [Trouble.NO_SUCH_HOST, Trouble.NO_CONNECTION])
def test_a_host_out_of_reach_is_asked_once(trouble):
    fake = Fake(a=trouble)
    checker = fake.checker()
    first, second = checker.check("https://a.example/1"), checker.check("https://a.example/2")
    assert first == second
    assert (first.result, first.answered) == (Result.FAILED, False)
    assert len(fake.asked) == 1


@pytest.mark.parametrize("trouble", Trouble)
def test_every_trouble_has_a_sentence(trouble):
    finding = Fake(a=trouble).checker().check("https://a.example/")
    assert finding.why.endswith(".")
    expected = trouble in (Trouble.TLS, Trouble.NOT_PUBLIC, Trouble.NAME_NOT_FOUND_NOW)
    assert (finding.result == Result.UNSURE) == expected


def test_a_new_address_that_is_too_long_is_not_kept():
    fake = Fake(a=Answer(301, "https://b.example/" + "x" * LONGEST_TARGET))
    assert fake.checker().check("https://a.example/").result == Result.UNSURE
    assert len(fake.asked) == 1


def test_a_page_that_moves_to_itself_has_not_moved():
    answers = iter([Answer(301, "https://a.example/"), Answer(200)])
    checker = Checker(0, lambda method, url: next(answers))
    assert checker.check("https://a.example/") == Finding(Result.WORKS, 200)


def test_hosts_take_turns():
    urls = ["https://a/1", "https://a/2", "https://A/3", "https://b/1", "http://[", "https://c/1", "https://b/2"]
    assert in_turns(urls) == [
        "https://a/1",
        "https://b/1",
        "http://[",
        "https://c/1",
        "https://a/2",
        "https://b/2",
        "https://A/3",
    ]
