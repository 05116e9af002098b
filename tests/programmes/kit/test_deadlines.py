"""Deadlines of dossiers: they begin and end with transitions, and are told once to whom they bind."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils.formats import date_format
from django.utils.translation import override

from programmes.kit.registry import PROGRAMMES
from programmes.models import Dossier, DossierDeadline
from programmes.recommendations.policies import KIND
from tests.cast import World
from tests.dialogue.helpers import api
from tests.groups.helpers import at
from tests.programmes.helpers import RESTRICTED, begin, name, take
from tests.programmes.kit.test_query_counts import count_queries
from tests.programmes.kit.test_registrations import titles_of, told_of
from tests.programmes.kit.toy import build_toy
from viche.deadlines.engine import fire_due
from viche.kernel.clock import now, today
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db
KYIV = ZoneInfo("Europe/Kyiv")
TODAY = now().astimezone(KYIV).date()
MONDAY = TODAY + timedelta(days=7 - TODAY.weekday())


@pytest.fixture(autouse=True)
def toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PROGRAMMES, KIND, build_toy())


def settle(world: World, **facts: Any) -> Dossier:
    """The teacher's, settled: the teacher reports in 14 days, the police reply in 5 working days."""
    dossier = begin(world, "teacher", title_uk="Аудит", title_en="Audit", **facts)
    if not facts:
        name(world, dossier)
    return take(world, dossier, "settled", "teacher")


def after(days: int) -> date:
    """A day after the Monday on which the dossiers are settled."""
    return MONDAY + timedelta(days=days)


def nine(days: int) -> datetime:
    return datetime.combine(after(days), time(9), tzinfo=KYIV)


def list_notices_at(dossier: Dossier, moment: datetime) -> list[tuple[str, str]]:
    """Who was told what of deadlines once the engine ran at a moment, and again."""
    with at(moment):
        known = len(told_of(dossier))
        fire_due()
        fire_due()
        return [(who, what) for who, what, _why in told_of(dossier)[known:]]


def test_a_step_begins_its_deadlines_and_the_next_one_ends_them(world: World) -> None:
    with at(nine(0)):
        dossier = settle(world)
    rows = DossierDeadline.objects.filter(dossier=dossier).order_by("due_on")
    assert [(one.name, one.due_on, one.rule_pack) for one in rows] == [
        ("reply", after(7), "demo-0"),
        ("report", after(14), ""),
    ]
    take(world, dossier, "reopened")
    assert not rows.filter(ended_at=None).exists()
    take(world, dossier, "settled")
    assert rows.filter(ended_at=None).count() == 2


def test_it_stands_in_the_row_and_on_the_page_for_whom_it_waits(world: World) -> None:
    with at(nine(0)):
        dossier = settle(world)
        (row,) = api(world, "officer").get("dossiers").json()["items"]
        page = api(world, "teacher").get(f"dossiers/{dossier.pk}").json()
    reply = {
        "name": "reply",
        "label": {"uk": "Reply", "en": "Reply"},
        "due_on": after(7).isoformat(),
        "overdue": False,
        "waits_for_me": True,
    }
    assert row["deadline"] == reply
    assert page["deadline"] == {**reply, "waits_for_me": False}
    assert [(one["name"], one["begun_on"], one["waits_for_me"]) for one in page["deadlines"]] == [
        ("reply", after(0).isoformat(), False),
        ("report", after(0).isoformat(), True),
    ]
    rules, fixed = (one["rules"] for one in page["deadlines"])
    assert (rules["name"], rules["label"]["en"], fixed) == (
        "demo-0",
        "Example values, not legal advice",
        None,
    )
    with at(nine(8)):
        assert api(world, "officer").get("dossiers").json()["items"][0]["deadline"]["overdue"]


def test_each_moment_is_told_once_to_the_lead_and_whom_it_binds(world: World) -> None:
    with at(nine(0)):
        dossier = settle(world)
    with override("en"):
        shown = date_format(after(7))
    assert list_notices_at(dossier, nine(3)) == []
    assert sorted(list_notices_at(dossier, nine(4))) == [("officer", "near"), ("teacher", "near")]
    assert titles_of(world, "officer")[0][0] == f"Reply, due on {shown}: Audit, no. 1"
    assert sorted(list_notices_at(dossier, nine(8))) == [("officer", "reached"), ("teacher", "reached")]
    assert titles_of(world, "officer")[0][0] == f"Reply was due on {shown}: Audit, no. 1"
    reached = Event.objects.get(kind="programmes.deadline_reached", subject_id=dossier.pk)
    row = DossierDeadline.objects.get(dossier=dossier, name="reply")
    assert (reached.data["deadline_id"], row.reached_at is not None) == (str(row.pk), True)
    assert list_notices_at(dossier, nine(11)) == [("teacher", "near")]


def test_what_has_ended_is_told_to_nobody(world: World) -> None:
    with at(nine(0)):
        dossier = settle(world)
        take(world, dossier, "reopened")
    assert list_notices_at(dossier, nine(29)) == []
    assert not DossierDeadline.objects.filter(reached_at__isnull=False).exists()


def test_a_counterpart_without_access_is_told_nothing_and_has_no_duty(world: World) -> None:
    with at(nine(0)):
        dossier = begin(world, "facilitator", **RESTRICTED)
        name(world, dossier)
        take(world, dossier, "settled")
        assert api(world, "officer").get("today").json()["duties"] == []
    assert list_notices_at(dossier, nine(4)) == [("facilitator", "near")]


def test_it_is_a_duty_of_whom_it_binds_with_its_label(world: World) -> None:
    settle(world)
    for who, label, days in (("teacher", "Report", 14), ("officer", "Reply", None)):
        (duty,) = api(world, who).get("today").json()["duties"]
        assert (duty["kind"], duty["note"]["en"], duty["number"]) == ("programmes.deadline", label, 1)
        due = today(world.group.time_zone) + timedelta(days=days or 0)
        assert days is None or duty["due_on"] == due.isoformat()
    assert api(world, "councillor").get("today").json()["duties"] == []


def test_deadlines_cost_a_list_one_query(world: World) -> None:
    for address in ("dossiers", "today"):
        settle(world)
        count_queries(world, "teacher", address)
        one = count_queries(world, "teacher", address)
        for _ in range(3):
            settle(world)
        assert count_queries(world, "teacher", address) == one
