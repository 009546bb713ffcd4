"""One request to one web page: at a public address, within a time limit, without reading what the page says."""

import contextlib
import http.client
import re
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from enum import Enum, auto
from ipaddress import IPv6Network, ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

TIMEOUT = 10
"""Seconds for a request with all that belongs to it, but for the look-up of the host's name."""

_HOST = re.compile(r"[!-~]+")
_TRANSLATED = IPv6Network("64:ff9b::/96")
_PORTS = {"http": 80, "https": 443}
_NO_SUCH_HOST = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


class Trouble(Enum):
    """Why there was no answer."""

    BAD_ADDRESS = auto()
    NO_SUCH_HOST = auto()
    NAME_NOT_FOUND_NOW = auto()
    NOT_PUBLIC = auto()
    NO_CONNECTION = auto()
    TLS = auto()
    TOO_SLOW = auto()
    BROKEN_OFF = auto()


class FetchError(Exception):
    """There was no answer; `trouble` says why."""

    def __init__(self, trouble):
        super().__init__(trouble.name)
        self.trouble = trouble


@dataclass(frozen=True)
class Answer:
    """What a server said: its status code, where it sends one, whether it asks for patience."""

    code: int
    location: str = ""
    has_retry_after: bool = False


@dataclass(frozen=True)
class _Page:
    scheme: str
    host: str
    port: int
    target: str

    @property
    def name(self):
        """The host as the server wants to hear it."""
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == _PORTS[self.scheme] else f"{name}:{self.port}"


def fetch(method, url):
    """The `Answer` to a HEAD or GET request, without a look at its body. Raises `FetchError`."""
    page = _page(url)
    addresses = _public_addresses(page)
    deadline = time.monotonic() + TIMEOUT
    connection = http.client.HTTPConnection(page.host, page.port)
    try:
        with _connected(addresses, page, deadline) as plain:
            plain.settimeout(_left(deadline))
            connection.sock = _encrypted(plain, page) if page.scheme == "https" else plain
            return _answer(connection, method, page, deadline)
    finally:
        connection.close()


def _page(url):
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode()
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError) as error:
        raise FetchError(Trouble.BAD_ADDRESS) from error
    if not _HOST.fullmatch(host):
        raise FetchError(Trouble.BAD_ADDRESS)
    target = iri_to_uri((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))
    return _Page(parts.scheme, host, port, target)


def _public_addresses(page):
    """The IP addresses of a page's host, without those that are not public."""
    try:
        found = socket.getaddrinfo(page.host, page.port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        missing = error.errno in _NO_SUCH_HOST
        raise FetchError(Trouble.NO_SUCH_HOST if missing else Trouble.NAME_NOT_FOUND_NOW) from error
    except (ValueError, OverflowError) as error:
        raise FetchError(Trouble.BAD_ADDRESS) from error
    public = [ip for ip in dict.fromkeys(address[0] for *_, address in found) if may_ask(ip)]
    if not public:
        raise FetchError(Trouble.NOT_PUBLIC)
    return public


def may_ask(address):
    """Whether an IP address is public, or in one of the networks in `LINK_CHECK_NETWORKS`."""
    ip = ip_address(address)
    if any(ip in network for network in settings.LINK_CHECK_NETWORKS):
        return True
    if ip.version == 6:
        ip = _inner(ip) or ip
    return ip.is_global and not ip.is_multicast


def _inner(ip):
    """The IPv4 address inside an IPv6 address to which a network would pass it on; None if there is none."""
    if ip in _TRANSLATED:
        return ip_address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])


def _connected(addresses, page, deadline):
    """A socket to the first address that answers; each gets its share of the time."""
    for number, address in enumerate(addresses):
        share = _left(deadline) / (len(addresses) - number)
        with contextlib.suppress(OSError):
            return socket.create_connection((address, page.port), share)
    raise FetchError(Trouble.NO_CONNECTION)


def _encrypted(plain, page):
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=page.host)
    except TimeoutError as error:
        raise FetchError(Trouble.TOO_SLOW) from error
    except (ssl.SSLError, ValueError) as error:
        raise FetchError(Trouble.TLS) from error
    except OSError as error:
        raise FetchError(Trouble.BROKEN_OFF) from error


def _answer(connection, method, page, deadline):
    headers = {"Host": page.name, "User-Agent": _user_agent(), "Accept": "*/*", "Connection": "close"}
    too_late = threading.Event()
    watch = threading.Timer(_left(deadline), _hang_up, (connection.sock, too_late))
    watch.start()
    try:
        connection.request(method, page.target, headers=headers)
        response = connection.getresponse()
    except (OSError, ValueError, http.client.HTTPException) as error:
        is_late = too_late.is_set() or isinstance(error, TimeoutError)
        raise FetchError(Trouble.TOO_SLOW if is_late else Trouble.BROKEN_OFF) from error
    finally:
        watch.cancel()
    if too_late.is_set():  # headers that break off look like all of them
        raise FetchError(Trouble.TOO_SLOW)
    with response:
        return Answer(response.status, _location(response), "Retry-After" in response.headers)


def _location(response):
    """Where a redirect leads: ASCII by the standard, UTF-8 by habit, Latin-1 as http.client reads it."""
    location = response.getheader("Location", "")
    try:
        return location.encode("latin-1").decode()
    except UnicodeError:
        return location


def _hang_up(connected, too_late):
    """End a connection from outside: a server that sends a byte at a time never lets a socket's own timeout strike."""
    too_late.set()
    with contextlib.suppress(OSError):  # the other side may be quicker
        connected.shutdown(socket.SHUT_RDWR)


def _left(deadline):
    """Seconds until the deadline. Raises `FetchError` after it."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise FetchError(Trouble.TOO_SLOW)
    return left


def _user_agent():
    return f"MigraDo-Linkcheck/1.0 (+{settings.SITE_URL})"
