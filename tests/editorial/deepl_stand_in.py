"""A server on this machine that speaks DeepL's protocol (v2), and can be brought into every kind of trouble.

Its translations are the German with other letters: digits, signs and tags stay, as a good translation would have it.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs
from xml.etree import ElementTree

import deepl
import pytest

from catalog.models import Service
from migrado.editorial import states
from migrado.editorial.models import State

KEY = "stand-in:fx"
LARGEST_BODY = 128 * 1024
MOST_TEXTS = 50
TARGETS = ["AR", "BG", "EN-GB", "EN-US", "ES", "FA", "FR", "KMR", "PL", "RO", "RU", "TR", "UK"]
WITH_FORMALITY = {"ES", "FR", "PL", "RU"}
_LETTERS = {
    "AR": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "BG": "абвгдежзийклмнопрстуфхцчшщ",
    "FA": "ابپتثجچحخدذرزژسشصضطظعغفقکلم",
    "RU": "абвгдежзийклмнопрстуфхцчшщ",
    "UK": "абвгдежзийклмнопрстуфхцчшщ",
}
_LATIN = "abcdefghijklmnopqrstuvwxyz"
_ROTATED = _LATIN[13:] + _LATIN[:13]


@pytest.fixture
def repeats_soon(monkeypatch):
    """DeepL's client repeats once, and soon."""
    monkeypatch.setattr(deepl.http_client, "max_network_retries", 1)
    monkeypatch.setattr(deepl.http_client._BackoffTimer, "BACKOFF_INITIAL", 0.01)


@pytest.fixture
def stand_in(repeats_soon, settings, monkeypatch):
    """A running stand-in that the settings name as DeepL. The client soon gives up what will never be answered.

    Not what will be: on a busy machine that may take a while.
    """
    with DeepLStandIn() as server:
        settings.DEEPL_AUTH_KEY, settings.DEEPL_SERVER_URL = KEY, server.url
        patience = deepl.http_client.min_connection_timeout
        monkeypatch.setattr(deepl.http_client._BackoffTimer, "get_timeout", lambda _: 1 if server.hangs else patience)
        yield server


@pytest.fixture
def complete(db):
    """No service lacks a Ukrainian text, whatever the content lacks at the time."""
    for service in states.missing(Service, "uk"):
        for field, german in states.texts_of(service, "de").items():
            if german and not getattr(service, f"{field}_uk"):
                setattr(service, f"{field}_uk", "Текст")
        with states.written_by(state=State.MACHINE):
            service.save()


class DeepLStandIn:
    """A running server. `requests` are what it was asked; `trouble` names what goes wrong with the next requests.

    Each entry of `trouble` is for one request; with `always`, for every one. `used` and `limit` are characters.
    """

    def __init__(self):
        self.requests = []
        self.trouble = []
        self.always = ""
        self.used, self.limit = 0, 500_000
        self._released = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"stand_in": self}))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *error):
        self._released.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def translations(self):
        """The bodies of the requests for translations."""
        return [body for path, body in self.requests if path == "/v2/translate"]

    @property
    def texts(self):
        """All texts that it was sent."""
        return [text for body in self.translations for text in body["text"]]

    @property
    def hangs(self):
        """Whether it will not answer the next request."""
        return (self.trouble[0] if self.trouble else self.always) == "hang"

    def next_trouble(self):
        """What goes wrong with the request at hand."""
        return self.trouble.pop(0) if self.trouble else self.always

    def hang(self):
        """Say nothing for as long as the server lives."""
        self._released.wait()


class _Handler(BaseHTTPRequestHandler):
    """Answers one request, or makes trouble."""

    stand_in = None

    def do_GET(self):
        self._serve()

    def do_POST(self):
        self._serve()

    def log_message(self, *args):
        """Say nothing on the terminal."""

    def _serve(self):
        path = self.path.partition("?")[0]
        raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = self._body(raw)
        self.stand_in.requests.append((path, body))
        trouble = self.stand_in.next_trouble()
        if self._is_in_trouble(trouble):
            return
        if self.headers.get("Authorization") != f"DeepL-Auth-Key {KEY}":
            self._say(403, {"message": "Forbidden"})
        elif len(raw) > LARGEST_BODY:
            self._say(413, {"message": "Request Entity Too Large"})
        else:
            self._say(*_answer(self.stand_in, path, body, trouble))

    def _is_in_trouble(self, trouble):
        """Whether the request got no answer of DeepL's."""
        if trouble == "hang":
            self.stand_in.hang()
        elif trouble == "drop":
            self.close_connection = True
        elif trouble == "drop midway":
            self._send(200, b'{"translations": [', length=5000)
        elif trouble.isdigit():
            self._say(int(trouble), {"message": f"trouble {trouble}"})
        elif trouble.startswith("body:"):
            self._send(200, trouble.removeprefix("body:").encode())
        else:
            return False
        return True

    def _body(self, raw):
        if self.headers.get("Content-Type", "").startswith("application/json"):
            return json.loads(raw)
        form = parse_qs(raw.decode())
        return {name: values if name == "text" else values[0] for name, values in form.items()}

    def _say(self, status, data):
        self._send(status, json.dumps(data).encode())

    def _send(self, status, content, length=None):
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(length or len(content)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(content)


def _answer(stand_in, path, body, trouble):
    if path == "/v2/usage":
        return 200, {"character_count": stand_in.used, "character_limit": stand_in.limit}
    if path == "/v2/languages":
        languages = [code for code in TARGETS if len(code) != 3]
        return 200, [{"language": code, "name": code, "supports_formality": False} for code in languages]
    if path != "/v2/translate":
        return 404, {"message": "Not found"}
    return _translate(stand_in, body, trouble)


def _translate(stand_in, body, trouble):
    target = body.get("target_lang", "").upper()
    if target not in TARGETS:
        return 400, {"message": "Value for 'target_lang' not supported."}
    if body.get("formality") in ("more", "less") and target not in WITH_FORMALITY:
        return 400, {"message": "'formality' is not supported for given 'target_lang'."}
    if len(body["text"]) > MOST_TEXTS:
        return 400, {"message": "Too many texts."}
    try:
        roots = [ElementTree.fromstring(f"<root>{text}</root>") for text in body["text"]]  # noqa: S314 (our own)
    except ElementTree.ParseError:
        return 400, {"message": "Tag handling parsing failed, please check input."}
    billed = [len("".join(root.itertext())) for root in roots]
    if stand_in.used + sum(billed) > stand_in.limit:
        return 456, {"message": "Quota exceeded"}
    stand_in.used += sum(billed)
    translated = [_translated(root, target, body.get("ignore_tags", []), trouble) for root in roots]
    if trouble == "fewer":
        translated = translated[:-1]
    return 200, {
        "translations": [
            {"detected_source_language": "DE", "text": text, "billed_characters": number}
            for text, number in zip(translated, billed, strict=False)
        ]
    }


def _translated(root, target, ignored, trouble):
    """The text below an element in other letters; text in ignored tags stays."""
    for element in root.iter():
        if element.tag not in ignored:
            element.text = _other_letters(element.text, target)
        if element is not root:
            element.tail = _other_letters(element.tail, target)
    text = ElementTree.tostring(root, encoding="unicode").removeprefix("<root>").removesuffix("</root>")
    return _spoiled("" if text == "<root />" else text, trouble)


def _other_letters(text, target):
    letters = _LETTERS.get(target, _ROTATED)
    table = {ord(letter): letters[number] for number, letter in enumerate(_LATIN)}
    table |= {ord(letter.upper()): letters[number].upper() for number, letter in enumerate(_LATIN)}
    table |= dict(zip(map(ord, "äöüßÄÖÜ"), (letters[number] for number in (0, 14, 20, 18, 0, 14, 20)), strict=True))
    return (text or "").translate(table)


def _spoiled(text, trouble):
    if trouble == "lose tag":
        before, _, rest = text.partition("<x ")
        return before + rest.partition("</x>")[2] if rest else text
    if trouble == "double tag":
        start, end = text.find("<x "), text.find("</x>")
        return text + text[start : end + 4] if start >= 0 else text
    if trouble == "strange tag":
        return f"<b>{text}</b>"
    if trouble == "lose number":
        return "".join(sign for sign in text if not sign.isdigit()) if "<" not in text else text
    if trouble == "too long":
        return text + " x" * 400
    if trouble == "empty":
        return ""
    return text
