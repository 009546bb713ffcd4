"""A web server on this machine with every kind of page that a link can lead to."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network

import pytest

from migrado.links import fetching

REDIRECTS = {
    "/moved": (301, "/fine"),
    "/moved-for-good": (308, "/moved"),
    "/moved-then-login": (301, "/elsewhere"),
    "/elsewhere": (302, "/fine"),
    "/home": (301, "/"),
    "/loop": (302, "/loop"),
    "/moved-to-nothing": (301, "/gone"),
    "/umlaut": (301, "/größe"),
    "/inside": (302, "http://169.254.169.254/latest/meta-data"),
    "/file": (302, "file:///etc/passwd"),
    "/nonsense": (302, "http://[nonsense"),
}
CODES = {"/gone": 404, "/over": 410, "/error": 500, "/robots": 403, "/login": 401, "/busy": 503, "/odd": 418}


@pytest.fixture
def web(settings):
    """A running server that may be asked, although it is not public."""
    settings.LINK_CHECK_NETWORKS = [ip_network("127.0.0.1/32")]
    settings.LINK_CHECK_PAUSE = 0
    with Web() as server:
        yield server


@pytest.fixture
def impatient(monkeypatch):
    """Pages that never answer need not be waited for; not for others, which may be slow on a busy machine."""
    monkeypatch.setattr(fetching, "TIMEOUT", 0.4)


class Web:
    """A running server; `requests` are (method, path) of what it was asked, `headers` those of the last request.

    `left` is set when somebody leaves an endless page.
    """

    def __init__(self):
        self.requests = []
        self.headers = None
        self.left = threading.Event()
        self.ended = threading.Event()
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"web": self}))
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *error):
        self.ended.set()
        self.server.shutdown()
        self.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    web = None

    def do_HEAD(self):
        self._serve()

    def do_GET(self):
        self._serve()

    def log_message(self, *args):
        """Say nothing on the terminal."""

    def _serve(self):
        path = self.path.partition("?")[0]
        self.web.requests.append((self.command, self.path))
        self.web.headers = self.headers
        special = getattr(self, "page_" + path.strip("/").replace("-", "_"), None)
        if special:
            special()
        elif path in REDIRECTS:
            code, location = REDIRECTS[path]
            self._say(code, ("Location", location.encode().decode("latin-1")))
        else:
            self._say(CODES.get(path, 200))

    def _say(self, code, *headers):
        self.send_response(code)
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()

    def page_no_head(self):
        self._say(405 if self.command == "HEAD" else 200)

    def page_drops_head(self):
        if self.command == "GET":
            self._say(200)

    def page_patience(self):
        self._say(503, ("Retry-After", "3600"))

    def page_cookie(self):
        self._say(200, ("Set-Cookie", "a=b; Path=/"))

    def page_endless(self):
        self._say(405 if self.command == "HEAD" else 200)
        try:
            while self.command == "GET" and not self.web.ended.is_set():
                self.wfile.write(b"x" * 65536)
        except OSError:
            self.web.left.set()

    def page_silent(self):
        self.web.ended.wait()

    def page_dripping(self):
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        while not self.web.ended.wait(0.05):
            self.wfile.write(b"x")

    def page_many_headers(self):
        self._say(200, *((f"X-{number}", "x") for number in range(500)))

    def page_garbage(self):
        self.wfile.write(b"SSH-2.0-OpenSSH_9\r\n")

    def handle(self):
        """Whoever asks may hang up at any time."""
        try:
            super().handle()
        except OSError:
            self.close_connection = True
