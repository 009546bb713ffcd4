"""Whether an outside link still leads somewhere, asked slowly and without disguise."""

import time
from dataclasses import dataclass
from enum import Enum, auto
from itertools import zip_longest
from urllib.parse import urljoin, urlsplit

from . import fetching
from .fetching import FetchError, Trouble

MOST_REDIRECTS = 5
LONGEST_TARGET = 1000
_PERMANENT = (301, 308)
_REDIRECTS = (301, 302, 303, 307, 308)
_TOO_MUCH = (429, 503)


class Result(Enum):
    """What one check of a link tells. Only FAILED, and more than once, makes a link count as broken."""

    WORKS = auto()
    MOVED = auto()
    UNSURE = auto()
    FAILED = auto()


@dataclass(frozen=True)
class Finding:
    """What one check has found: `why` is a German sentence, `target` the new address of a page that has moved.

    `answered` says that a server was surely reached.
    """

    result: Result
    code: int | None = None
    why: str = ""
    target: str = ""
    answered: bool = True


_TROUBLES = {
    Trouble.BAD_ADDRESS: (Result.FAILED, "Die Adresse ist falsch geschrieben."),
    Trouble.NO_SUCH_HOST: (Result.FAILED, "Diesen Rechner gibt es im Internet nicht (mehr)."),
    Trouble.NAME_NOT_FOUND_NOW: (Result.UNSURE, "Der Name des Rechners ließ sich gerade nicht nachschlagen."),
    Trouble.NOT_PUBLIC: (Result.UNSURE, "Führt von hier aus in ein internes Netz und wird nicht geprüft."),
    Trouble.NO_CONNECTION: (Result.FAILED, "Der Rechner nimmt keine Verbindung an."),
    Trouble.TLS: (Result.UNSURE, "Mit dem Zertifikat oder der Verschlüsselung der Seite stimmt etwas nicht."),
    Trouble.TOO_SLOW: (Result.FAILED, f"Die Seite antwortet nicht in {fetching.TIMEOUT} Sekunden."),
    Trouble.BROKEN_OFF: (Result.FAILED, "Die Verbindung brach ab, oder die Antwort war nicht zu verstehen."),
}
_OF_THE_HOST = (Trouble.NO_SUCH_HOST, Trouble.NAME_NOT_FOUND_NOW, Trouble.NOT_PUBLIC, Trouble.NO_CONNECTION)
"""Trouble that every page of the host would have."""


class _LeftAloneError(Exception):
    pass


class Checker:
    """Looks at one link after the other, never at two at once.

    Between two requests to a host lie `pause` seconds. A host that asks for patience is left alone from then on, as is
    one that cannot be reached. `fetch(method, url)` gives a `fetching.Answer` or raises `FetchError`.
    """

    def __init__(self, pause, fetch=fetching.fetch, clock=time.monotonic, sleep=time.sleep):
        self.pause, self.fetch, self.clock, self.sleep = pause, fetch, clock, sleep
        self._asked = {}
        self._patient = set()
        self._out_of_reach = {}

    def check(self, url):
        """The `Finding` about a link; None if its host, or one that it leads to, wants no more requests for now."""
        try:
            return self._follow(url)
        except _LeftAloneError:
            return None
        except FetchError as error:
            result, why = _TROUBLES[error.trouble]
            return Finding(result, why=why, answered=error.trouble == Trouble.TLS)

    def _follow(self, url):
        at, moved_to, is_permanent = url, "", True
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._answer(at)
            if answer.code not in _REDIRECTS or not answer.location:
                return judge(url, answer.code, moved_to)
            at = _next(at, answer.location)
            if not at:
                return Finding(Result.UNSURE, answer.code, "Leitet auf etwas weiter, das keine Webseite ist.")
            is_permanent = is_permanent and answer.code in _PERMANENT
            moved_to = at if is_permanent else moved_to
        return Finding(Result.UNSURE, answer.code, "Leitet immer wieder weiter; vielleicht nur für Programme.")

    def _answer(self, url):
        """The answer to HEAD, or to GET where HEAD is refused."""
        try:
            answer = self._ask("HEAD", url)
        except FetchError as error:
            if error.trouble != Trouble.BROKEN_OFF:
                raise
        else:
            if answer.code < 400 or answer.code in _TOO_MUCH or _host(url) in self._patient:
                return answer
        return self._ask("GET", url)

    def _ask(self, method, url):
        host = _host(url)
        if host in self._patient:
            raise _LeftAloneError
        if host in self._out_of_reach:
            raise FetchError(self._out_of_reach[host])
        wait = self._asked[host] + self.pause - self.clock() if host in self._asked else 0
        if wait > 0:
            self.sleep(wait)
        try:
            answer = self.fetch(method, url)
        except FetchError as error:
            if error.trouble in _OF_THE_HOST:
                self._out_of_reach[host] = error.trouble
            raise
        finally:
            self._asked[host] = self.clock()
        if answer.has_retry_after or answer.code == 429:
            self._patient.add(host)
        return answer


def judge(url, code, moved_to=""):
    """The `Finding` for the last answer's code; `moved_to` is where `url` leads for good, if anywhere else."""
    if 200 <= code < 300:
        if moved_to in ("", url):
            return Finding(Result.WORKS, code)
        why = "Die Seite ist umgezogen."
        if _is_home(moved_to) and not _is_home(url):
            why = "Leitet auf eine Startseite weiter; die Seite selbst ist vielleicht weg."
        return Finding(Result.MOVED, code, why, moved_to)
    if code in (404, 410):
        return Finding(Result.FAILED, code, f"Die Seite gibt es nicht mehr (Fehler {code}).")
    if code >= 500 and code not in (501, 503):
        return Finding(Result.FAILED, code, f"Der Server meldet einen eigenen Fehler ({code}).")
    if code in _TOO_MUCH:
        return Finding(Result.UNSURE, code, f"Der Server hat gerade keine Zeit für Anfragen ({code}).")
    return Finding(Result.UNSURE, code, f"Die Seite lässt sich von einem Programm nicht prüfen ({code}).")


def in_turns(items, url=lambda item: item):
    """The items in an order in which hosts take turns, so that waiting for one is work on another."""
    by_host = {}
    for item in items:
        by_host.setdefault(_host(url(item)), []).append(item)
    rounds = zip_longest(*by_host.values())
    return [item for one_of_each in rounds for item in one_of_each if item is not None]


def _host(url):
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _next(url, location):
    """The address that a redirect names; "" if it is none that may be asked or kept."""
    try:
        following = urljoin(url, location.strip()).partition("#")[0]
        parts = urlsplit(following)
    except ValueError:
        return ""
    is_page = parts.scheme in ("http", "https") and parts.hostname
    return following if is_page and len(following) <= LONGEST_TARGET else ""


def _is_home(url):
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query
