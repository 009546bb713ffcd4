"""Open, closed, by appointment, not known: one function, held at the moments that go wrong."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model

from catalog.hours import State, opening
from catalog.models import Office

pytestmark = pytest.mark.django_db

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def office():
    """A checked office, open Monday to Friday 8 to 12 and Thursday 14 to 18."""
    office = Office.objects.get(key="migrado-friedensplatz")
    office.opening_times.all().delete()
    office.checked_at = datetime.date(2026, 11, 1)
    office.checked_by = get_user_model().objects.create_user("anna")
    office.save()
    for weekday in range(5):
        office.opening_times.create(weekday=weekday, opens=datetime.time(8), closes=datetime.time(12))
    office.opening_times.create(weekday=3, opens=datetime.time(14), closes=datetime.time(18))
    return office


def at(text):
    return datetime.datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def test_open_until(office):
    found = opening(office, at("2026-11-23T09:00"))
    assert found.state == State.OPEN
    assert found.until == at("2026-11-23T12:00")
    assert found.same_day


def test_closed_until_the_afternoon_of_the_same_day(office):
    found = opening(office, at("2026-11-26T12:30"))
    assert (found.state, found.until) == (State.CLOSED, at("2026-11-26T14:00"))


def test_both_stretches_of_a_day_count(office):
    assert opening(office, at("2026-11-26T08:30")).state == State.OPEN
    assert opening(office, at("2026-11-26T17:59")).state == State.OPEN


def test_closed_over_the_weekend(office):
    found = opening(office, at("2026-11-28T10:00"))
    assert (found.state, found.until) == (State.CLOSED, at("2026-11-30T08:00"))


@pytest.mark.parametrize("day", ["2026-06-04", "2026-12-25", "2027-01-01", "2027-03-29", "2027-11-01"])
def test_public_holidays_of_the_state(office, day):
    assert opening(office, at(f"{day}T10:00")).state == State.CLOSED


def test_a_holiday_of_another_state_is_a_working_day(office):
    assert opening(office, at("2027-01-06T10:00")).state == State.OPEN


def test_an_exception_overrides_the_week(office):
    office.hours_exceptions.create(first_day="2026-11-23", last_day="2026-11-24")
    assert opening(Office.objects.get(pk=office.pk), at("2026-11-23T09:00")).state == State.CLOSED
    assert opening(Office.objects.get(pk=office.pk), at("2026-11-25T09:00")).state == State.OPEN


def test_an_exception_may_open_on_a_holiday(office):
    office.hours_exceptions.create(
        first_day="2026-12-25", last_day="2026-12-25", opens=datetime.time(10), closes=datetime.time(11)
    )
    assert opening(Office.objects.get(pk=office.pk), at("2026-12-25T10:30")).state == State.OPEN


def test_past_midnight(office):
    office.opening_times.create(weekday=4, opens=datetime.time(22), closes=datetime.time(2))
    found = opening(Office.objects.get(pk=office.pk), at("2026-11-28T01:00"))
    assert (found.state, found.until) == (State.OPEN, at("2026-11-28T02:00"))


def test_the_clock_change_keeps_the_wall_clock(office):
    office.opening_times.create(weekday=6, opens=datetime.time(1), closes=datetime.time(5))
    found = opening(Office.objects.get(pk=office.pk), at("2027-03-28T04:00"))
    assert found.until.hour == 5


def test_unchecked_hours_are_unknown_whatever_they_say(office):
    office.checked_at = office.checked_by = None
    assert opening(office, at("2026-11-23T09:00")).state == State.UNKNOWN


def test_without_hours_by_appointment_or_unknown(office):
    office.opening_times.all().delete()
    assert opening(office, at("2026-11-23T09:00")).state == State.UNKNOWN
    office.by_appointment = True
    assert opening(office, at("2026-11-23T09:00")).state == State.APPOINTMENT


def test_a_moment_in_another_zone_is_the_same_moment(office):
    utc = at("2026-11-23T11:30").astimezone(datetime.UTC)
    assert opening(office, utc).state == State.OPEN
