"""Addresses as people read and dial them. The modules here look whether outside links still lead somewhere."""

import re
from urllib.parse import urlsplit


def host(url):
    """The host name without "www.", which is what a reader recognises."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def dial(number):
    """A phone number as a `tel:` link wants it: digits and a leading plus."""
    return re.sub(r"(?!^\+)\D", "", number.strip())
