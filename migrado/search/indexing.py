"""Writing the index: in the transaction that changes the content, and only the languages whose text changed."""

import hashlib
import json
from collections import Counter, defaultdict
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

from migrado import languages

from .analysis import analyser
from .models import Posting, SearchItem, SearchStatistics, SearchTerm, SearchWord
from .registry import WEIGHTS, searchable_of, searchables

SATURATION = 2.2
"""k1 of BM25F (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework", 3.6)."""

LENGTH_COUNTS = {"title": 0.5, "keywords": 0.5, "body": 0.75}
"""b of BM25F per part: how much a long text makes a single word count less."""

_ROWS_AT_ONCE = 2000
_NAMES_AT_ONCE = 500
_waiting = ContextVar("waiting", default=None)


def object_saved(sender, instance, raw=False, **kwargs):
    """Signal: a searchable object was saved."""
    if raw or searchable_of(sender) is None:
        return
    waiting = _waiting.get()
    if waiting is None:
        write([instance])
    else:
        waiting[sender, instance.pk] = instance


def object_deleted(sender, instance, **kwargs):
    """Signal: a searchable object is gone."""
    if searchable := searchable_of(sender):
        SearchItem.objects.filter(kind=searchable.kind, object_id=instance.pk).delete()


@contextmanager
def together():
    """Index what is saved inside at the end, all at once: twenty times quicker than one by one."""
    waiting = {}
    token = _waiting.set(waiting)
    try:
        yield
        write(list(waiting.values()))
    finally:
        _waiting.reset(token)


def rebuild(progress=lambda kind, done, total: None):
    """Index everything anew and measure it; gives the number of items."""
    with transaction.atomic():
        for model in (Posting, SearchWord, SearchTerm, SearchItem, SearchStatistics):
            model.objects.all().delete()
        return sum(_rebuild_kind(searchable, progress) for searchable in searchables().values())


def _rebuild_kind(searchable, progress):
    instances = searchable.model._default_manager.filter(published=True).select_related(*searchable.related)
    total = len(instances)
    progress(searchable.kind, 0, total)
    write(instances)
    progress(searchable.kind, total, total)
    return total


def write(instances):
    """Bring the items of these objects up to date; unpublished objects leave the index."""
    shown, hidden = defaultdict(dict), defaultdict(list)
    for instance in instances:
        searchable = searchable_of(type(instance))
        if instance.published:
            shown[searchable.kind][instance.pk] = {
                code: texts for code in languages.CODES if (texts := searchable.texts(instance, code))
            }
        else:
            hidden[searchable.kind].append(instance.pk)
    with transaction.atomic():
        for kind, pks in hidden.items():
            SearchItem.objects.filter(kind=kind, object_id__in=pks).delete()
        for kind, objects in shown.items():
            write_texts(kind, objects)


def write_texts(kind, objects):
    """Index objects given as {object_id: {language: {part: [texts]}}}."""
    items = _items(kind, objects)
    texts = {}
    for object_id, by_language in objects.items():
        item = items[object_id]
        digests = {code: _digest(parts) for code, parts in by_language.items()}
        for code in item.digests.keys() | digests.keys():
            if item.digests.get(code) != digests.get(code):
                texts[code, item.pk] = by_language.get(code, {})
        item.digests = digests
    _write_postings(texts)
    changed = {item_id for _, item_id in texts}
    SearchItem.objects.bulk_update([item for item in items.values() if item.pk in changed], ["digests"], batch_size=200)


def _items(kind, object_ids):
    """{object_id: SearchItem}, made where there is none."""
    known = {item.object_id: item for item in _filter_in(SearchItem.objects.filter(kind=kind), "object_id", object_ids)}
    new = [SearchItem(kind=kind, object_id=pk) for pk in object_ids if pk not in known]
    return known | {item.object_id: item for item in SearchItem.objects.bulk_create(new, _ROWS_AT_ONCE)}


def _write_postings(texts):
    """Replace the postings of {(language, item id): {part: [texts]}}."""
    for code in {code for code, _ in texts}:
        mine = {item_id: parts for (language, item_id), parts in texts.items() if language == code}
        old = Posting.objects.filter(term__language=code)
        for batch in _batches(mine):
            old.filter(item_id__in=batch).delete()
        counts = {item_id: _count(code, parts) for item_id, parts in mine.items()}
        counts = {item_id: parts for item_id, parts in counts.items() if parts}
        terms = _terms(code, counts, mine)
        lengths = _lengths(code, counts)
        rows = [
            Posting(term_id=terms[term], item_id=item_id, weight=weight)
            for item_id, parts in counts.items()
            for term, weight in _weights(parts, lengths).items()
        ]
        Posting.objects.bulk_create(rows, _ROWS_AT_ONCE)


def _count(code, parts):
    """{part: Counter of terms} of a text."""
    counts = {part: Counter(analyser(code).terms("\n".join(texts))) for part, texts in parts.items()}
    return {part: counter for part, counter in counts.items() if counter}


def _weights(parts, lengths):
    """{term: saturated weight} of one item, all parts in one saturation (BM25F)."""
    frequency = Counter()
    for part, counter in parts.items():
        b = LENGTH_COUNTS[part]
        scale = WEIGHTS[part] / (1 - b + b * counter.total() / (lengths.get(part) or counter.total()))
        for term, times in counter.items():
            frequency[term] += scale * times
    return {term: times / (SATURATION + times) for term, times in frequency.items()}


def _lengths(code, counts):
    """{part: words on average}, as last measured; measured on these items where nobody has yet."""
    totals = defaultdict(list)
    for parts in counts.values():
        for part, counter in parts.items():
            totals[part].append(counter.total())
    averages = {part: sum(lengths) / len(lengths) for part, lengths in totals.items()}
    statistics, _ = SearchStatistics.objects.get_or_create(
        language=code, defaults={"items": len(counts), "lengths": averages}
    )
    return averages | statistics.lengths


def _terms(code, counts, texts):
    """{term: id} of all terms of these items, with their words in the vocabulary."""
    wanted = sorted({term for parts in counts.values() for counter in parts.values() for term in counter})
    SearchTerm.objects.bulk_create(
        [SearchTerm(language=code, term=term) for term in wanted], _ROWS_AT_ONCE, ignore_conflicts=True
    )
    ids = {}
    for batch in _batches(wanted):
        ids |= dict(SearchTerm.objects.filter(language=code, term__in=batch).values_list("term", "pk"))
    _write_words(code, ids, texts)
    return ids


def _write_words(code, ids, texts):
    words = {}
    for parts in texts.values():
        for text in parts.values():
            for written, surface in analyser(code).words("\n".join(text)):
                words.setdefault(surface, written)
    known = set()
    for batch in _batches(sorted(words)):
        known |= set(SearchWord.objects.filter(language=code, surface__in=batch).values_list("surface", flat=True))
    SearchWord.objects.bulk_create(
        [
            SearchWord(language=code, surface=surface, written=written, term_id=ids[analyser(code).stem(written, surface)])
            for surface, written in sorted(words.items())
            if surface not in known
        ],
        _ROWS_AT_ONCE,
        ignore_conflicts=True,
    )


def _filter_in(queryset, field, values):
    for batch in _batches(values):
        yield from queryset.filter(**{f"{field}__in": batch})


def _batches(values):
    values = list(values)
    for start in range(0, len(values), _NAMES_AT_ONCE):
        yield values[start : start + _NAMES_AT_ONCE]


def _digest(parts):
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]
