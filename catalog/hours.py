"""Whether an office is open: one function of an office and a moment.

Filter, card, page and feed use it and nothing else. Staff fill in days, times and exceptions; from these the
specification of OpenStreetMap's opening_hours is made, which opening-hours-py evaluates: past midnight, the clock
change, and the next change. Public holidays are those of North Rhine-Westphalia.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays
from opening_hours import OpeningHours

BERLIN = ZoneInfo("Europe/Berlin")
_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class State(StrEnum):
    """What can be said of an office at a moment."""

    OPEN = "open"
    CLOSED = "closed"
    APPOINTMENT = "appointment"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Opening:
    """The state, and the next moment at which it changes (None if it never does, or is not known)."""

    state: State
    until: datetime | None = None
    same_day: bool = False


def opening(office, moment):
    """The `Opening` of an office, with its `opening_times` and `hours_exceptions` prefetched, at an aware moment.

    Hours that no member of staff has checked are unknown, whatever they say.
    """
    if not office.checked_at:
        return Opening(State.UNKNOWN)
    rules = specification(office, moment)
    if not rules:
        return Opening(State.APPOINTMENT if office.by_appointment else State.UNKNOWN)
    local = moment.astimezone(BERLIN)
    hours = _parsed(rules)
    until = hours.next_change(local)
    until = until.astimezone(BERLIN) if until else None
    state = State.OPEN if hours.is_open(local) else State.CLOSED
    return Opening(state, until, bool(until) and until.date() == local.date())


def specification(office, moment):
    """The office's hours around a moment in the syntax of OpenStreetMap; empty if it has none. Later rules override."""
    week = [f"{_DAYS[time.weekday]} {_span(time)}" for time in office.opening_times.all()]
    exceptions = list(office.hours_exceptions.all())
    if not week and not exceptions:
        return ""
    # Several stretches of one day are joined by a comma: a semicolon would let the last one override the others.
    rules = [", ".join(week)] if week else []
    rules += [f"{_day(day)} off" for day in _holidays(moment.astimezone(BERLIN).year)]
    rules += [f"{_days(one.first_day, one.last_day)} {_span(one) if one.opens else 'off'}" for one in exceptions]
    return "; ".join(rules)


@lru_cache(maxsize=512)
def _parsed(rules):
    return OpeningHours(rules)


@lru_cache(maxsize=8)
def _holidays(year):
    """The public holidays of a year and the next."""
    return tuple(sorted(holidays.Germany(subdiv="NW", years=[year, year + 1])))


def _span(time):
    return f"{time.opens:%H:%M}-{time.closes:%H:%M}"


def _day(day):
    return f"{day.year} {_MONTHS[day.month - 1]} {day.day:02}"


def _days(first, last):
    return _day(first) if first == last else f"{_day(first)}-{_day(last)}"
