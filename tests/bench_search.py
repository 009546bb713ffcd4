"""`make bench`, second part: the search under 2,000 services in 15 languages, in a scratch index that is rolled back.

The load is the portal's own services, each seventeen times, with every seventh word changed into one of its own, so
that the vocabulary grows as it would. The queries are newcomers' own, as typed and with a typing error in each word.
"""

import os
import random
import re
import resource
import statistics
import time
from pathlib import Path

import django

SERVICES = 2000
CHANGED = 1 / 7
SYLLABLES = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
QUERIES = Path(__file__).parent / "search" / "newcomers.tsv"


def load(rng):
    """{(kind, id): {language: {part: texts}}} of all the services."""
    from catalog.models import Service
    from migrado import languages
    from migrado.search.registry import searchable_of

    searchable = searchable_of(Service)
    real = [{code: searchable.texts(service, code) for code in languages.CODES} for service in Service.objects.all()]
    return {
        ("scratch", number): {
            code: {part: [changed(text, rng) for text in texts] for part, texts in parts.items()}
            for code, parts in real[number % len(real)].items()
        }
        for number in range(1, SERVICES + 1)
    }


def changed(text, rng):
    """The text with every seventh word made into a new one, as long texts of many services would hold."""
    return re.sub(
        r"\w{4,}",
        lambda word: word.group() + rng.choice(SYLLABLES) if rng.random() < CHANGED else word.group(),
        text,
    )


def megabytes():
    """The memory of this process now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def main():
    """Print what loading, memory and a query cost."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "migrado.settings")
    django.setup()
    from django.db import connection

    from migrado import languages
    from migrado.search import evaluation, indexing
    from migrado.search.vocabulary import shelf

    rng = random.Random(4)  # noqa: S311
    lines = evaluation.read_newcomers(QUERIES)
    with evaluation.scratch_index():
        texts = load(rng)
        start = time.perf_counter()
        indexing.write_texts(texts)
        seconds = time.perf_counter() - start
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as the database would by itself a minute later
        size = f"{SERVICES} services × {len(languages.CODES)} languages"
        print(f"{connection.vendor}: {size} indexed in {seconds:.0f} s")
        del texts
        before = megabytes()
        words = sum(len(shelf.get(code)) for code in languages.CODES)
        print(f"vocabularies: {words} words, {megabytes() - before:.0f} MB more than without")
        for variant in ("as typed", "with typing errors"):
            times = sorted(milliseconds(evaluation, line, variant, rng) for line in lines)
            p95 = times[int(0.95 * len(times))]
            print(f"query {variant}: median {statistics.median(times):.1f} ms, p95 {p95:.1f} ms, of {len(times)}")


def milliseconds(evaluation, line, variant, rng):
    """The time of one query."""
    from migrado.search.querying import Query

    language, text, _ = line
    if variant != "as typed":
        text = evaluation.misspell(text, language, rng)
    start = time.perf_counter()
    _ = Query(text, language, is_unfinished=True).hits
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
