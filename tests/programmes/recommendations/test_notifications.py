"""Whom recommendations are told to, and reminders of answers that do not come."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine

from groups.mandates.succession import transfer_mandate
from groups.models import OfficeKind
from programmes.kit.dossiers.services import hand_over_dossier
from programmes.models import Recommendation
from programmes.recommendations.services.issue import replace_recommendation
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import api
from tests.groups.helpers import an_office, colleague
from tests.programmes.helpers import RESTRICTED, begin, name
from tests.programmes.recommendations.helpers import PATHS, draft, fresh, issue, issued, issued_in, move
from viche.deadlines.engine import fire_due
from viche.kernel.clock import now
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.models import Notification
from viche.notifications.notices import NotificationText
from viche.notifications.selectors import texts_of
from viche.privacy.registry import DATA_CATEGORIES

pytestmark = pytest.mark.django_db
KYIV = ZoneInfo("Europe/Kyiv")


def forget() -> None:
    drain_outbox()
    Notification.objects.all().delete()


def told(world: World) -> dict[str, str]:
    """Who was told since of recommendations, with the code of why."""
    drain_outbox()
    names = {person.pk: name for name, person in world.people.items()}
    rows = Notification.objects.filter(event__kind__startswith="programmes.recommendation_")
    return {names[one.person_id]: one.reason for one in rows}


def words(world: World, name: str) -> NotificationText:
    row = Notification.objects.select_related("event").get(
        person=world.people[name], event__kind__startswith="programmes.recommendation_"
    )
    return texts_of(world.actor(name), [row])[row.pk]


def nine_after(days: int) -> datetime:
    day = now().astimezone(KYIV).date() + timedelta(days=days)
    return datetime.combine(day, time(9), tzinfo=KYIV).astimezone(UTC)


def test_what_is_issued_is_told_to_the_addressee_alone(world: World) -> None:
    row = draft(world)
    forget()
    issue(world, row)
    assert told(world) == {"officer": "addressee"}
    text = words(world, "officer")
    assert text.url == f"/recommendations/{row.pk}"
    assert "1" in text.title["uk"]


def test_steps_are_told_to_the_proposer_and_who_leads_and_to_the_addressee_if_others_take_them(
    world: World,
) -> None:
    row = issued(world, dossier=begin(world, by="teacher"), by="facilitator")
    forget()
    move(world, row, "rejected", reason="Немає людей")
    assert told(world) == {"facilitator": "proposer", "teacher": "lead"}
    assert words(world, "teacher").body["uk"] == "Немає людей"
    forget()
    move(world, row, "closed_not_implemented", by="facilitator")
    assert told(world) == {"teacher": "lead", "officer": "addressee"}
    forget()
    move(world, row, "accepted", by="facilitator", logged=True)
    assert told(world) == {"teacher": "lead", "officer": "addressee"}


def test_a_step_is_told_to_who_holds_the_post_that_proposed_it(world: World) -> None:
    row = issue(world, draft(world, by="teacher", dossier=begin(world, by="teacher")))
    held = world.mandates["teacher"]
    for holder in ("second", "third"):
        world.people[holder] = colleague(world, "school")
        held = transfer_mandate(
            actor=SYSTEM,
            mandate_id=held.pk,
            person_id=world.people[holder].pk,
            document="Наказ № 9",
            reason="Ротація",
        )
    hand_over_dossier(
        actor=world.actor("facilitator"),
        dossier_id=row.dossier_id,
        lead_id=world.mandates["councillor"].pk,
        expected_version=fresh(row).dossier.version,
    )
    forget()
    move(world, row, "accepted")
    assert told(world) == {"third": "proposer", "councillor": "lead"}


def test_a_better_wording_is_told_to_the_addressee(world: World) -> None:
    row = issued(world)
    forget()
    replace_recommendation(
        actor=world.actor("facilitator"),
        recommendation_id=row.pk,
        expected_version=row.version,
        text_uk="Краще",
    )
    assert told(world) == {"officer": "addressee"}


def test_whoever_proposed_is_told_of_another_wording_and_of_its_steps(world: World) -> None:
    row = issued(world)
    Recommendation.objects.filter(pk=row.pk).update(proposed_through=world.mandates["teacher"])
    forget()
    new = replace_recommendation(
        actor=world.actor("facilitator"),
        recommendation_id=row.pk,
        expected_version=row.version,
        text_uk="Краще",
    )
    assert told(world) == {"officer": "addressee", "teacher": "proposer"}
    forget()
    move(world, new, "accepted")
    assert told(world) == {"facilitator": "lead", "teacher": "proposer"}


def test_nobody_is_told_of_what_they_may_not_read(world: World) -> None:
    dossier = begin(world, **RESTRICTED)
    row = draft(world, dossier=dossier)
    drain_outbox()
    assert told(world) == {}
    issue(world, row)
    assert told(world) == {"officer": "addressee"}


def test_silence_reminds_the_addressee_then_who_leads_then_the_coordinator_each_once(world: World) -> None:
    world.people["coordinator"] = an_office(world, OfficeKind.COORDINATOR).person
    row = issued(world)
    forget()
    expected = [
        (30, {"officer": "addressee"}),
        (90, {"officer": "addressee", "facilitator": "lead"}),
        (180, {"officer": "addressee", "facilitator": "lead", "coordinator": "coordinator"}),
        (365, {"officer": "addressee", "facilitator": "lead", "coordinator": "coordinator"}),
    ]
    moments = [nine_after(days) for days, _who in expected]
    for moment, (_days, who) in zip(moments, expected, strict=True):
        with time_machine.travel(moment - timedelta(minutes=1), tick=False):
            assert fire_due() == 0
        with time_machine.travel(moment, tick=False):
            assert (fire_due(), fire_due()) == (1, 0)
            assert told(world) == who
            if "coordinator" in who:
                hidden = words(world, "coordinator")
                assert row.title_uk not in str(hidden)
                assert hidden.url == f"/groups/{world.group.pk}"
            forget()


@pytest.mark.parametrize("state", [one for one in PATHS if one != "issued"])
def test_an_answer_ends_the_reminders(world: World, state: str) -> None:
    issued_in(world, state)
    forget()
    with time_machine.travel(nine_after(400), tick=False):
        fire_due()
        assert told(world) == {}


def test_the_inbox_groups_by_dossier_what_is_told_of_it_and_of_its_recommendations(world: World) -> None:
    dossier = begin(world)
    forget()
    name(world, dossier)
    for title in ("Одне", "Інше"):
        move(world, issued(world, dossier=dossier, title_uk=title), "rejected")
    drain_outbox()
    inbox = api(world, "officer").get("notifications").json()["items"]
    assert {one["kind"] for one in inbox} == {
        "programmes.participants_changed",
        "programmes.recommendation_issued",
    }
    assert all(one["about"] == {"kind": "dossier", "id": str(dossier.pk)} for one in inbox)
    other = issued(world).dossier
    drain_outbox()
    api(world, "officer").put(f"notifications/{inbox[0]['id']}/read-group")
    unread = api(world, "officer").get("notifications", unread="true").json()["items"]
    assert {one["about"]["id"] for one in unread} == {str(other.pk)}


def test_what_is_superseded_reminds_no_more(world: World) -> None:
    row = issued(world)
    replace_recommendation(
        actor=world.actor("facilitator"),
        recommendation_id=row.pk,
        expected_version=row.version,
        text_uk="Краще",
    )
    forget()
    assert fresh(row).is_superseded
    with time_machine.travel(nine_after(400), tick=False):
        fire_due()
        drain_outbox()
    subjects = set(Notification.objects.values_list("event__subject_id", flat=True))
    assert row.pk not in subjects


def test_a_copy_of_ones_data_has_what_one_proposed(world: World) -> None:
    row = issue(world, draft(world, by="teacher", dossier=begin(world, by="teacher")))
    read = DATA_CATEGORIES["programmes.recommendations"].read
    (held,) = read(world.people["teacher"].pk)
    assert (held["id"], held["subject"]) == (row.pk, f"dossier {row.dossier_id}")
    assert held["number"] == f"{row.year}-1"
    assert list(read(world.people["officer"].pk)) == []
