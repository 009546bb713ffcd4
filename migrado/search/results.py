"""What a search shows: groups of objects, services first, each hit with its reason, and a corrected word."""

from dataclasses import dataclass
from functools import cached_property

from django.core.paginator import Paginator

from .models import SearchWord
from .querying import Query
from .reasons import Reason, reason
from .registry import Searchable, searchables

FIRST_GROUP = 8
OTHER_GROUPS = 3
PAGE_SIZE = 24


@dataclass(frozen=True)
class Found:
    """An object and why it was found."""

    object: object
    reason: Reason | None


@dataclass(frozen=True)
class Group:
    """The hits of one kind, best first."""

    searchable: Searchable
    hits: list
    query: Query

    def __len__(self):
        return len(self.hits)

    def page(self, number, size):
        """A page of `Found` objects."""
        page = Paginator(self.hits, size).get_page(number)
        objects = self.searchable.load([hit.object_id for hit in page], self.query.code)
        page.object_list = [
            Found(
                objects[hit.object_id],
                reason(hit, objects[hit.object_id], self.searchable, self.query.code, self.query.terms),
            )
            for hit in page
            if hit.object_id in objects
        ]
        return page


class Results:
    """A search in the reader's language; `within` maps a kind to a queryset that its objects must be in.

    Where it names any, the other kinds are left out.
    """

    def __init__(self, text, code, within=None):
        self.query = Query(text, code, is_unfinished=True)
        self._within = within or {}

    @cached_property
    def groups(self):
        """The `Group`s that hold anything, in the order of the registry."""
        groups = [
            Group(searchable, self.query.relevant(kind, self._allowed(kind)), self.query)
            for kind, searchable in searchables().items()
            if not self._within or kind in self._within
        ]
        return [group for group in groups if group.hits]

    def _allowed(self, kind):
        queryset = self._within.get(kind)
        if queryset is None:
            return None
        return lambda pks: set(queryset.filter(pk__in=pks).values_list("pk", flat=True))

    def pages(self, kind=None, number=1):
        """(group, page of `Found`) pairs: the first few of every group, or all of one kind, page by page.

        A kind that has nothing is no dead end: then all are shown.
        """
        if any(group.searchable.name == kind for group in self.groups):
            return [(group, group.page(number, PAGE_SIZE)) for group in self.groups if group.searchable.name == kind]
        return [
            (group, group.page(1, FIRST_GROUP if at == 0 else OTHER_GROUPS)) for at, group in enumerate(self.groups)
        ]

    @cached_property
    def total(self):
        """How many objects were found."""
        return sum(len(group) for group in self.groups)

    @cached_property
    def correction(self):
        """What was typed, with each unknown word as the portal writes it; empty if nothing was corrected."""
        if not self.query.hits:
            return ""
        used = {form.term_id for hit in self.query.hits[:3] for form in hit.forms}
        better = {word.written: form for word in self.query.words if (form := word.correction(used))}
        written = {
            (word.language, word.surface): word.written
            for word in SearchWord.objects.filter(surface__in={form.surface for form in better.values()})
        }
        text = self.query.text
        for word, form in better.items():
            text = text.replace(word, written.get((form.language, form.surface), word))
        return text if better else ""
