"""One request: whom it may ask, how long, how much."""

import shutil
import socket
import ssl
import subprocess

import pytest

from migrado.links.fetching import FetchError, Trouble, fetch, may_ask

pytest_plugins = "tests.links.web"


def trouble(url, method="GET"):
    with pytest.raises(FetchError) as error:
        fetch(method, url)
    return error.value.trouble


def test_an_answer(web):
    answer = fetch("HEAD", f"{web.url}/moved?a=ä b")
    assert (answer.code, answer.location) == (301, "/fine")
    assert web.requests == [("HEAD", "/moved?a=%C3%A4%20b")]


def test_who_asks_says_so_and_brings_nothing(web, settings):
    settings.SITE_URL = "https://portal.example"
    fetch("GET", f"{web.url}/cookie")
    fetch("GET", web.url.replace("//", "//user:secret@"))
    assert "https://portal.example" in web.headers["User-Agent"]
    assert web.headers["Host"] == web.url.removeprefix("http://")
    assert not {"Cookie", "Authorization", "Referer"} & set(web.headers)


def test_a_redirect_in_utf8(web):
    assert fetch("HEAD", f"{web.url}/umlaut").location == "/größe"


def test_an_endless_page_is_not_read(web):
    assert fetch("GET", f"{web.url}/endless").code == 200
    assert web.left.wait(10)


@pytest.mark.parametrize("page", ["silent", "dripping"])
def test_a_slow_server_is_given_up(web, impatient, page):
    assert trouble(f"{web.url}/{page}") == Trouble.TOO_SLOW


@pytest.mark.parametrize("page", ["many-headers", "garbage", "drops-head"])
def test_an_answer_that_is_none(web, page):
    assert trouble(f"{web.url}/{page}", "HEAD") == Trouble.BROKEN_OFF


def test_a_port_where_nobody_listens(web):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        assert trouble(f"http://127.0.0.1:{unused.getsockname()[1]}/") == Trouble.NO_CONNECTION


@pytest.mark.parametrize(
    "url",
    ["http://", "http://[::1", "http://a:99999/", "http://a..b/", "ftp://127.0.0.1/", "http://a\0b/", "http:///path"],
)
def test_an_address_that_is_none(web, url):
    assert trouble(url) == Trouble.BAD_ADDRESS


class TestNames:
    @pytest.fixture
    def names(self, monkeypatch):
        """{host: its IP addresses, or the look-up's error}, in the place of DNS; gives also whom we connect to."""
        known, asked = {}, []

        def getaddrinfo(host, port, **options):
            found = known[host]
            if isinstance(found, int):
                raise socket.gaierror(found, "")
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in found]

        def create_connection(address, timeout):
            asked.append(address)
            raise TimeoutError

        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
        monkeypatch.setattr(socket, "create_connection", create_connection)
        return known, asked

    def test_an_unknown_host_is_not_a_name_server_in_trouble(self, names):
        names[0].update({"none.example": socket.EAI_NONAME, "later.example": socket.EAI_AGAIN})
        assert trouble("http://none.example/") == Trouble.NO_SUCH_HOST
        assert trouble("http://later.example/") == Trouble.NAME_NOT_FOUND_NOW

    def test_a_public_name_for_a_private_address_is_not_asked(self, names):
        known, asked = names
        known["evil.example"] = ["10.0.0.1", "169.254.169.254", "127.0.0.1"]
        assert trouble("http://evil.example/") == Trouble.NOT_PUBLIC
        assert asked == []

    def test_exactly_the_addresses_that_were_looked_at_are_asked(self, names):
        known, asked = names
        known["mixed.example"] = ["10.0.0.1", "93.184.216.34", "93.184.216.34", "1.1.1.1"]
        assert trouble("https://mixed.example/") == Trouble.NO_CONNECTION
        assert asked == [("93.184.216.34", 443), ("1.1.1.1", 443)]

    def test_a_name_with_umlauts(self, names):
        names[0]["xn--mller-kva.example"] = []
        assert trouble("http://müller.example/") == Trouble.NOT_PUBLIC


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",  # noqa: S104 (nothing is bound to it)
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fd00::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:a00:1::",
        "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    ],
)
def test_inner_addresses_may_not_be_asked(address, settings):
    settings.LINK_CHECK_NETWORKS = []
    assert not may_ask(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1"])
def test_public_addresses_may_be_asked(address, settings):
    settings.LINK_CHECK_NETWORKS = []
    assert may_ask(address)


def test_this_machine_is_not_asked(web, settings):
    settings.LINK_CHECK_NETWORKS = []
    assert trouble(web.url) == Trouble.NOT_PUBLIC
    assert trouble(web.url.replace("127.0.0.1", "localhost")) == Trouble.NOT_PUBLIC
    assert trouble(web.url.replace("127.0.0.1", "2130706433")) == Trouble.NOT_PUBLIC
    assert web.requests == []


class TestEncrypted:
    @pytest.fixture
    def certificate(self, tmp_path, web):
        """A certificate for 127.0.0.1 that the server shows and nobody knows."""
        openssl = shutil.which("openssl")
        if not openssl:
            pytest.skip("needs openssl to make a certificate")
        key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
        options = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=test"
        names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate]
        subprocess.run([openssl, *options.split(), *names], check=True, capture_output=True)  # noqa: S603
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        web.server.socket = context.wrap_socket(web.server.socket, server_side=True)
        web.url = web.url.replace("http:", "https:")
        return certificate

    @pytest.fixture
    def known(self, certificate, monkeypatch):
        """The certificate is one that this machine knows."""
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    def test_a_certificate_that_is_known(self, web, known):
        assert fetch("HEAD", f"{web.url}/gone").code == 404

    def test_a_slow_server_is_given_up(self, web, known, impatient):
        assert trouble(f"{web.url}/dripping") == Trouble.TOO_SLOW

    def test_a_certificate_that_is_not(self, web, certificate):
        assert trouble(f"{web.url}/fine") == Trouble.TLS
        assert web.requests == []

    def test_a_server_that_does_not_encrypt(self, web):
        assert trouble(web.url.replace("http:", "https:")) == Trouble.TLS
