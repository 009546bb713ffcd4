"""Writing the index, and only the languages whose text changed.

It is written with the save of an object: in the transaction that changes the content wherever there is one around the
save, as in the admin, the loader and every action.
"""

import hashlib
import json
from collections import Counter, defaultdict

from django.db import connection, transaction

from migrado import languages
from migrado.batches import Batch
from migrado.fields import lines

from .analysis import analyser
from .models import Posting, SearchItem, SearchStatistics, SearchTerm, SearchWord
from .registry import WEIGHTS, searchable_of, searchables

SATURATION = 2.2
"""k1 of BM25F (Robertson and Zaragoza 2009, "The Probabilistic Relevance Framework", 3.6)."""

LENGTH_COUNTS = {"title": 0.5, "keywords": 0.5, "body": 0.75}
"""b of BM25F per part: how much a long text makes a single word count less."""

_ROWS_AT_ONCE = 2000
_NAMES_AT_ONCE = 500


def forget(sender, instance, **kwargs):
    """Signal receiver: a searchable object is about to be deleted."""
    SearchItem.objects.filter(kind=searchable_of(sender).kind, object_id=instance.pk).delete()


def related_saved(relation, sender, instance, **kwargs):
    """Signal receiver: an object that others show was saved; they are indexed again."""
    related = getattr(instance, relation)
    for other in related.all() if hasattr(related, "all") else [related]:
        batch.saved(type(other), other)


def _one_writer_at_a_time():
    """Wait for other writers until the end of this transaction; SQLite lets in one at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('search'))")


def rebuild(progress=lambda done, total: None):
    """Index everything anew and measure it; gives the number of objects."""
    with transaction.atomic():
        _one_writer_at_a_time()
        for model in (Posting, SearchWord, SearchTerm, SearchItem, SearchStatistics):
            model.objects.all().delete()
        instances = [instance for searchable in searchables().values() for instance in searchable.published()]
        write(instances, progress)
    return len(instances)


def write(instances, progress=lambda done, total: None):
    """Bring the items of these objects up to date; unpublished objects leave the index."""
    objects, hidden = {}, defaultdict(list)
    for instance in instances:
        searchable = searchable_of(type(instance))
        if instance.published:
            found = ((code, searchable.all_texts(instance, code)) for code in languages.CODES)
            objects[searchable.kind, instance.pk] = {code: texts for code, texts in found if texts}
        else:
            hidden[searchable.kind].append(instance.pk)
    with transaction.atomic():
        _one_writer_at_a_time()
        for kind, pks in hidden.items():
            SearchItem.objects.filter(kind=kind, object_id__in=pks).delete()
        write_texts(objects, progress)
        _write_factors(instances)


def _write_factors(instances):
    """Note whose scores count more."""
    by_factor = defaultdict(list)
    for instance in instances:
        searchable = searchable_of(type(instance))
        by_factor[searchable.kind, searchable.factor(instance)].append(instance.pk)
    for (kind, factor), pks in by_factor.items():
        for batch in _batches(pks):
            SearchItem.objects.filter(kind=kind, object_id__in=batch).exclude(factor=factor).update(factor=factor)


batch = Batch(write)


def write_texts(objects, progress=lambda done, total: None):
    """Index objects given as {(kind, object id): {language: {part: [texts]}}}."""
    items = _items(objects)
    texts = {}
    for name, by_language in objects.items():
        item = items[name]
        digests = {code: _digest(parts) for code, parts in by_language.items()}
        for code in item.digests.keys() | digests.keys():
            if item.digests.get(code) != digests.get(code):
                texts[code, item.pk] = by_language.get(code, {})
        item.digests = digests
    changed = sorted({code for code, _ in texts})
    for done, code in enumerate(changed):
        progress(done, len(changed))
        _write_postings(code, {item_id: parts for (language, item_id), parts in texts.items() if language == code})
    progress(len(changed), len(changed))
    touched = {item_id for _, item_id in texts}
    SearchItem.objects.bulk_update([item for item in items.values() if item.pk in touched], ["digests"], batch_size=200)


def _items(names):
    """{(kind, object id): SearchItem}, made where there is none."""
    by_kind = defaultdict(list)
    for kind, object_id in names:
        by_kind[kind].append(object_id)
    known = {
        (kind, item.object_id): item
        for kind, object_ids in by_kind.items()
        for batch in _batches(object_ids)
        for item in SearchItem.objects.filter(kind=kind, object_id__in=batch)
    }
    new = [SearchItem(kind=kind, object_id=object_id) for kind, object_id in names if (kind, object_id) not in known]
    return known | {(item.kind, item.object_id): item for item in SearchItem.objects.bulk_create(new, _ROWS_AT_ONCE)}


def _write_postings(code, texts):
    """Replace one language's postings of {item id: {part: [texts]}}."""
    for batch in _batches(texts):
        Posting.objects.filter(term__language=code, item_id__in=batch).delete()
    counts = {item_id: _count(code, parts) for item_id, parts in texts.items()}
    counts = {item_id: parts for item_id, parts in counts.items() if parts}
    terms = _terms(code, counts, texts)
    lengths = _lengths(code, counts)
    rows = [
        (terms[term], item_id, weight)
        for item_id, parts in counts.items()
        for term, weight in _weights(parts, lengths).items()
    ]
    # Most rows of the index are postings: without model instances they are written ten times quicker.
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO search_posting (term_id, item_id, weight) VALUES (%s, %s, %s)", rows)


def _count(code, parts):
    """{part: Counter of terms} of a text. An expression among the keywords counts 1, shared by its words."""
    counts = {}
    for part, texts in parts.items():
        counter = Counter()
        if part == "keywords":
            for entry in lines("\n".join(texts)):
                terms = analyser(code).terms(entry)
                counter.update(dict.fromkeys(terms, 1 / len(terms)) if terms else {})
        else:
            counter.update(analyser(code).terms("\n".join(texts)))
        if counter:
            counts[part] = counter
    return counts


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
    """{part: words on average}, as last measured; measured on these items if they are more than ever before."""
    totals = defaultdict(list)
    for parts in counts.values():
        for part, counter in parts.items():
            totals[part].append(counter.total())
    averages = {part: sum(lengths) / len(lengths) for part, lengths in totals.items()}
    known = SearchStatistics.objects.filter(language=code).first()
    if known is None or known.items < len(counts):
        SearchStatistics.objects.update_or_create(language=code, defaults={"items": len(counts), "lengths": averages})
        return averages
    return averages | known.lengths


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
            SearchWord(
                language=code, surface=surface, written=written, term_id=ids[analyser(code).stem(written, surface)]
            )
            for surface, written in sorted(words.items())
            if surface not in known
        ],
        _ROWS_AT_ONCE,
        ignore_conflicts=True,
    )


def _batches(values):
    values = list(values)
    for start in range(0, len(values), _NAMES_AT_ONCE):
        yield values[start : start + _NAMES_AT_ONCE]


def _digest(parts):
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]
