"""`make bench`: what each kind of page costs. Times are ratios to the plainest page, because machines differ.

Runs on the database of the settings, which must hold the content (`make run` has loaded it).
"""

import logging
import os
import statistics
import time

import brotli
import django

ROUNDS = 30


def measure(client, url):
    """Milliseconds (the median of `ROUNDS`), queries, and bytes after brotli, of one page."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    count = len(queries.captured_queries)
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        client.get(url)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times), count, len(brotli.compress(response.content)), response.status_code


def main():
    """Print one line per kind of page."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "migrado.settings")
    django.setup()
    logging.disable(logging.WARNING)
    from django.conf import settings
    from django.test import Client

    from tests.addresses import TEMPLATES

    settings.ALLOWED_HOSTS = ["*"]
    settings.DEBUG = False
    client = Client()
    plain, *_ = measure(client, "/healthz")
    print(f"{'page':28}{'× healthz':>10}{'ms':>8}{'queries':>9}{'bytes':>8}")
    for code in ("de", "ar"):
        for name, path in TEMPLATES.items():
            milliseconds, queries, size, status = measure(client, f"/{code}/{path}")
            print(
                f"{code + ' ' + name:28}{milliseconds / plain:>10.0f}{milliseconds:>8.1f}{queries:>9}{size:>8}"
                + (f"  status {status}" if status != 200 else "")
            )


if __name__ == "__main__":
    main()
