"""Which records hold outside links, and where. An app names its own in `ready()`."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Model, Q
from markdown_it import MarkdownIt

from migrado import languages
from migrado.words import columns, translated_fields

LONGEST = 400
"""What is longer is no address that anybody wrote; it is not checked."""

logger = logging.getLogger(__name__)

_markdown = MarkdownIt("js-default")
_BARE = re.compile(r"https?://[^\s<>()]*[^\s<>().,;:!?\"'“”»]")


def whole(text):
    """The addresses in a URL field: all of it."""
    return [text]


def in_markdown(text):
    """The addresses in a Markdown text: those of its links, and those that stand bare in a sentence."""
    found = []
    for block in _markdown.parse(text):
        for token in block.children or ():
            if token.type == "link_open":
                found.append(token.attrGet("href"))
            elif token.type == "text":
                found += _BARE.findall(token.content)
    return list(dict.fromkeys(found))


@dataclass(frozen=True)
class Holder:
    """Fields with addresses. `of` names the foreign key to the record on whose page staff edit them, if another."""

    model: type[Model]
    fields: tuple[str, ...]
    of: str = ""
    find: Callable = whole

    @property
    def record_model(self):
        """The model of the records that staff open to change an address."""
        return self.model._meta.get_field(self.of).related_model if self.of else self.model

    @property
    def columns(self):
        """The names of the fields, a translated one in every language."""
        translated = set(self.fields) & set(translated_fields(self.model))
        suffixes = [language.column for language in languages.LANGUAGES]
        plain = [field for field in self.fields if field not in translated]
        return plain + [f"{field}_{suffix}" for field in self.fields if field in translated for suffix in suffixes]

    def pairs(self, urls=None):
        """(address, the record's key) of everything, or of what may hold one of `urls`; one query."""
        wanted = ("in", urls) if urls is not None and self.find is whole else ("contains", "://")
        conditions = Q(pk__in=[])
        for column in self.columns:
            conditions |= Q((f"{column}__{wanted[0]}", wanted[1]))
        rows = self.model._base_manager.filter(conditions).order_by("pk")
        for pk, *texts in rows.values_list(self.of or "pk", *self.columns):
            for url in (url for text in texts if text for url in self.find(text)):
                if _is_outside(url):
                    yield url, pk


_registered = []


def register(model, *fields, of="", find=whole):
    """Let the addresses in these fields of a model be checked; `of` and `find` as in `Holder`."""
    _registered.append(Holder(model, fields, of, find))


def addresses():
    """The set of all outside addresses that stand anywhere."""
    return {url for holder in _registered for url, _ in holder.pairs()}


def uses(urls):
    """{address: [(model, key) of each record that holds it]}; a query for each registered model."""
    found = {url: {} for url in urls}
    for holder in _registered:
        for url, pk in holder.pairs(list(found)):
            if url in found:
                found[url][holder.record_model, pk] = True
    return {url: list(refs) for url, refs in found.items()}


def records(refs):
    """{(model, key): record} of those that are there, with their German texts only; a query for each model."""
    found = {}
    unread = [code for code in languages.CODES if code != languages.SOURCE]
    for model in dict.fromkeys(model for model, _ in refs):
        rows = model._base_manager.defer(*columns(model, unread))
        keys = {pk for other, pk in refs if other is model}
        found |= {(model, pk): record for pk, record in rows.in_bulk(keys).items()}
    return found


def _is_outside(url):
    if not url.lower().startswith(("http://", "https://")):
        return False
    if len(url) > LONGEST:
        logger.warning("Too long to be checked: %s…", url[:80])
        return False
    return True
