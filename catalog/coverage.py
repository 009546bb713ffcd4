"""Whether the rules of every service cover every visitor, without contradiction."""

from dataclasses import dataclass

from django.http import QueryDict

from catalog.finding import Finder
from catalog.models import Service
from migrado import languages


@dataclass(frozen=True)
class Coverage:
    """The table of one service: its conflicts as (answers, targets), its gaps as answers."""

    service: Service
    rules: int
    conflicts: tuple[tuple[dict, tuple[str, ...]], ...]
    gaps: tuple[dict, ...]


def coverage_of(service, on=None):
    """The `Coverage` of a service with its details prefetched."""
    finder = Finder(service, QueryDict(), languages.SOURCE, on)
    names = {rule.pk: rule.target.name for rule in finder.rules}
    conflicts = tuple(
        (answers, tuple(sorted({names[rule.key] for rule in rules}))) for answers, rules in finder.table.conflicts()
    )
    return Coverage(service, len(finder.rules), conflicts, tuple(finder.table.gaps()))


def coverage(on=None):
    """The `Coverage` of every published service."""
    services = Service.objects.published().with_details(languages.SOURCE)
    return [coverage_of(service, on) for service in services]
