"""One run over the links that are due."""

from collections import Counter
from dataclasses import dataclass, field

from django.conf import settings
from django.utils import timezone

from . import registry
from .checking import Checker, in_turns
from .models import TURN, Link, State, Turn

MOST = 200
"""Links in one run."""

FEW_HOSTS = 3
"""If so many hosts were asked and none has answered, it is more likely our own network that is down."""

_LATELY_SEEN = (State.WORKS, State.MOVED)
_ROWS_AT_ONCE = 500


class BusyError(Exception):
    """Another run is on its way."""


@dataclass
class Summary:
    """What a run did: how many links are new, were removed, are left for later; how many it found in each state.

    `is_offline` says that no host has answered; then nothing is noted.
    """

    new: int = 0
    removed: int = 0
    left: int = 0
    found: Counter = field(default_factory=Counter)
    broken: list = field(default_factory=list)
    is_offline: bool = False

    @property
    def checked(self):
        """How many links it has looked at."""
        return self.found.total()


def run(*, everything=False, checker=None, progress=lambda summary: None):
    """Look at the links that are due, at most `MOST`, or at `everything`; gives a `Summary`.

    `progress` is called with it after each link. Raises `BusyError` if another run is on its way.
    """
    runner = Turn.take(timezone.now())
    if not runner:
        raise BusyError
    try:
        return _Run(runner, checker or Checker(settings.LINK_CHECK_PAUSE), progress).to_the_end(everything)
    finally:
        Turn.keep(runner, until=timezone.now())


def collect():
    """Know each address that stands somewhere, forget those that stand nowhere; (number of new, of forgotten)."""
    used = registry.addresses()
    known = dict(Link.objects.values_list("url", "pk"))
    new = [Link(url=url) for url in sorted(used - known.keys())]
    gone = [pk for url, pk in known.items() if url not in used]
    Link.objects.bulk_create(new, _ROWS_AT_ONCE, ignore_conflicts=True)
    for start in range(0, len(gone), _ROWS_AT_ONCE):
        Link.objects.filter(pk__in=gone[start : start + _ROWS_AT_ONCE]).delete()
    return len(new), len(gone)


class _Run:
    def __init__(self, runner, checker, progress):
        self.runner, self.checker, self.progress = runner, checker, progress
        self.summary = Summary()
        self.seen = set()
        self.is_online = False
        self.held = []

    def to_the_end(self, everything):
        summary = self.summary
        summary.new, summary.removed = collect()
        if everything:
            self._look_at(Link.objects.order_by("pk"))
        # What staff ask for meanwhile is due as well.
        while len(self.seen) < MOST and (links := self._due()[: MOST - len(self.seen)]):
            self._look_at(links)
        if self.held:
            self._look_at(
                Link.objects.filter(state__in=_LATELY_SEEN).exclude(pk__in=self.seen).order_by("checked_at")[:FEW_HOSTS]
            )
        if self.held:
            self._doubt()
        summary.left = Link.objects.due(timezone.now()).count()
        return summary

    def _due(self):
        return Link.objects.due(timezone.now()).exclude(pk__in=self.seen)

    def _look_at(self, links):
        for link in in_turns(links, url=str):
            self.seen.add(link.pk)
            if not Turn.keep(self.runner, timezone.now() + TURN):
                raise BusyError
            finding = self.checker.check(link.url)
            if finding:
                self._found(link, finding)
                self.progress(self.summary)

    def _found(self, link, finding):
        """Note a finding, but hold back that a host is out of reach until another was reached."""
        if finding.answered and not self.is_online:
            self.is_online = True
            self._let_go()
        if self.is_online:
            self._note(link, finding)
        else:
            self.held.append((link, finding))

    def _doubt(self):
        """Forget what was held back if it was much; it stays due."""
        hosts = {link.url.split("/")[2] for link, _ in self.held}
        self.summary.is_offline = len(hosts) >= FEW_HOSTS
        if not self.summary.is_offline:
            self._let_go()

    def _let_go(self):
        for link, finding in self.held:
            self._note(link, finding)
        self.held = []

    def _note(self, link, finding):
        link.note(finding, timezone.now())
        self.summary.found[link.state] += 1
        if link.state == State.BROKEN:
            self.summary.broken.append(link)
