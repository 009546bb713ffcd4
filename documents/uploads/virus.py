"""A look for viruses by ClamAV: a file goes to clamd over its command INSTREAM (man 8 clamd)."""

import re
import socket
from urllib.parse import urlsplit

from django.conf import settings

CHUNK = 64 * 1024
CONNECTS_WITHIN = 5
ANSWERS_WITHIN = 180
"""Seconds without any sign of clamd; it may look at a large file for two minutes."""

_LONGEST_ANSWER = 4096


class ScannerError(Exception):
    """The scanner does not answer, or says nothing about the file."""


def find(source):
    """The name of the virus in an open file, or "" if there is none. Raises `ScannerError`."""
    try:
        with _connect() as scanner:
            scanner.settimeout(ANSWERS_WITHIN)
            scanner.sendall(b"zINSTREAM\0")
            while chunk := source.read(CHUNK):
                scanner.sendall(len(chunk).to_bytes(4, "big") + chunk)
            scanner.sendall(bytes(4))
            answer = _answer(scanner)
    except OSError as error:
        raise ScannerError(f"No answer from {settings.CLAMD_SOCKET}: {error}") from error
    found = re.fullmatch(r"stream: (?:OK|(.+) FOUND)", answer)
    if not found:
        raise ScannerError(f"{settings.CLAMD_SOCKET} answers: {answer or 'nothing'}")
    return found[1] or ""


def _connect():
    address = urlsplit(settings.CLAMD_SOCKET)
    if address.scheme == "tcp":
        return socket.create_connection((address.hostname, address.port), CONNECTS_WITHIN)
    scanner = socket.socket(socket.AF_UNIX)
    try:
        scanner.settimeout(CONNECTS_WITHIN)
        scanner.connect(address.path)
    except OSError:
        scanner.close()
        raise
    return scanner


def _answer(scanner):
    """What clamd says, up to the zero that ends it."""
    answer = b""
    while b"\0" not in answer and len(answer) < _LONGEST_ANSWER and (part := scanner.recv(_LONGEST_ANSWER)):
        answer += part
    return answer.partition(b"\0")[0].decode("utf-8", "replace").strip()
