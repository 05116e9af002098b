"""When mail may come: quiet hours, working days and digests, also when the clock jumps or repeats an hour."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, strategies as st

from viche.notifications.quiet_hours import EVERY_DAY, DeliveryHours

KYIV = ZoneInfo("Europe/Kyiv")
WEEKDAYS = frozenset(range(1, 6))
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)  # 3:00 becomes 4:00; 4:00 becomes 3:00


def kyiv(day: date, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), KYIV).replace(fold=fold)


NIGHT = DeliveryHours(KYIV, (time(22), time(7)))
OFFICE = DeliveryHours(KYIV, (time(18), time(9)), WEEKDAYS)
MONDAY = date(2026, 11, 23)
FRIDAY, SATURDAY = MONDAY + timedelta(4), MONDAY + timedelta(5)


@pytest.mark.parametrize(
    ("hours", "at", "opens"),
    [
        (DeliveryHours(KYIV), kyiv(MONDAY, 3), kyiv(MONDAY, 3)),
        (NIGHT, kyiv(MONDAY, 21, 59), kyiv(MONDAY, 21, 59)),
        (NIGHT, kyiv(MONDAY, 22), kyiv(MONDAY + timedelta(1), 7)),
        (NIGHT, kyiv(MONDAY, 3), kyiv(MONDAY, 7)),
        (NIGHT, kyiv(MONDAY, 7), kyiv(MONDAY, 7)),
        (DeliveryHours(KYIV, (time(12), time(13))), kyiv(MONDAY, 12, 30), kyiv(MONDAY, 13)),
        (OFFICE, kyiv(FRIDAY, 17), kyiv(FRIDAY, 17)),
        (OFFICE, kyiv(FRIDAY, 19), kyiv(MONDAY + timedelta(7), 9)),
        (OFFICE, kyiv(SATURDAY, 12), kyiv(MONDAY + timedelta(7), 9)),
        # The clock jumps from 3:00 to 4:00: quiet until 3:30 ends with the jump.
        (DeliveryHours(KYIV, (time(23), time(3, 30))), kyiv(SPRING, 1), kyiv(SPRING, 4)),
        (DeliveryHours(KYIV, (time(3, 30), time(5))), kyiv(SPRING, 4), kyiv(SPRING, 5)),
        # The hour from 3:00 comes twice: the quiet ends once.
        (DeliveryHours(KYIV, (time(23), time(3, 30))), kyiv(AUTUMN, 1), kyiv(AUTUMN, 3, 30)),
        (DeliveryHours(KYIV, (time(23), time(3, 30))), kyiv(AUTUMN, 3, 10, 1), kyiv(AUTUMN, 3, 10, 1)),
        (NIGHT, kyiv(AUTUMN, 3, 10, 1), kyiv(AUTUMN, 7)),
        # Independence Day of 2026 is a Monday; under martial law the state works, whoever asked rests.
        (DeliveryHours(KYIV, None, EVERY_DAY, True), kyiv(date(2026, 8, 24), 10), kyiv(date(2026, 8, 25), 0)),
        (
            DeliveryHours(KYIV, None, EVERY_DAY, False),
            kyiv(date(2026, 8, 24), 10),
            kyiv(date(2026, 8, 24), 10),
        ),
    ],
)
def test_the_first_moment_at_which_mail_may_come(hours: DeliveryHours, at: datetime, opens: datetime) -> None:
    assert hours.opens(at).astimezone(UTC) == opens.astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "after", "weekly", "comes"),
    [
        (DeliveryHours(KYIV), kyiv(MONDAY, 7, 59), False, kyiv(MONDAY, 8)),
        (DeliveryHours(KYIV), kyiv(MONDAY, 8), False, kyiv(MONDAY + timedelta(1), 8)),
        (OFFICE, kyiv(FRIDAY, 12), False, kyiv(MONDAY + timedelta(7), 8)),
        (DeliveryHours(KYIV), kyiv(MONDAY, 9), True, kyiv(MONDAY + timedelta(7), 8)),
        (DeliveryHours(KYIV, None, {3, 4}), kyiv(MONDAY, 9), True, kyiv(MONDAY + timedelta(2), 8)),
        (
            DeliveryHours(KYIV, None, WEEKDAYS, True),
            kyiv(date(2026, 8, 22), 9),
            True,
            kyiv(date(2026, 8, 25), 8),
        ),
        (DeliveryHours(KYIV, digest_at=time(3, 30)), kyiv(SPRING, 1), False, kyiv(SPRING, 4)),
        (DeliveryHours(ZoneInfo("America/New_York")), kyiv(MONDAY, 9), False, kyiv(MONDAY, 15)),
    ],
)
def test_digests_come_in_the_morning_of_a_working_day(
    hours: DeliveryHours, after: datetime, weekly: bool, comes: datetime
) -> None:
    assert hours.digest(after, weekly=weekly).astimezone(UTC) == comes.astimezone(UTC)


walls = st.times(timezones=st.none()).map(lambda one: one.replace(second=0, microsecond=0))
spans = st.none() | st.tuples(walls, walls).filter(lambda one: one[0] != one[1])
hours = st.builds(
    DeliveryHours, st.just(KYIV), spans, st.frozensets(st.integers(1, 7), min_size=1), st.booleans(), walls
)
# Around both changes of the clock more often than anywhere else.


def between(start: datetime, end: datetime) -> st.SearchStrategy[datetime]:
    """Whole minutes."""
    minutes = st.integers(0, (end - start) // timedelta(minutes=1))
    return minutes.map(lambda one: start.astimezone(UTC) + timedelta(minutes=one))


moments = st.one_of(
    between(kyiv(date(2026, 1, 1), 0), kyiv(date(2027, 12, 31), 0)),
    *(between(kyiv(day - timedelta(1), 12), kyiv(day + timedelta(1), 12)) for day in (SPRING, AUTUMN)),
)


@given(hours, moments, st.integers(0, 3 * 24 * 60))
@example(DeliveryHours(KYIV, (time(23), time(3, 30))), kyiv(SPRING, 2, 59).astimezone(UTC), 1)
def test_mail_comes_late_never_early_and_at_a_moment_that_is_open(
    wanted: DeliveryHours, at: datetime, minutes: int
) -> None:
    opens = wanted.opens(at)
    assert opens >= at
    assert wanted.opens(opens) == opens
    local = opens.astimezone(KYIV)
    assert local.isoweekday() in wanted.working_days
    if opens > at:
        # Exactly where something ends: the quiet hours, a day of rest, or an hour that the clock left out.
        before = (opens - timedelta(minutes=1)).astimezone(KYIV)
        jumped = local.utcoffset() != before.utcoffset()
        assert jumped or local.time() == time() or (wanted.quiet and local.time() == wanted.quiet[1])
    # Who waits longer is not served earlier.
    assert wanted.opens(at + timedelta(minutes=minutes)) >= opens


@given(hours, moments, st.booleans())
def test_digests_follow_one_another(wanted: DeliveryHours, after: datetime, weekly: bool) -> None:
    first = wanted.digest(after, weekly=weekly)
    second = wanted.digest(first, weekly=weekly)
    assert after < first < second
    local = first.astimezone(KYIV)
    assert local.isoweekday() in wanted.working_days
    assert local.time() == wanted.digest_at or wanted.digest_at.hour == 3
    if weekly:
        assert first.astimezone(KYIV).isocalendar()[:2] != second.astimezone(KYIV).isocalendar()[:2]
