"""What is told of dossiers, and what passes on with a post."""

from __future__ import annotations

from typing import Any

import pytest

from groups.grants import rebuild_grants
from groups.mandates.succession import transfer_mandate
from programmes.kit.dossiers.realtime import authorise_subscription, render_dossier_frames
from programmes.kit.dossiers.services import hand_over_dossier
from programmes.kit.participants.services import add_participant
from programmes.kit.registry import get_programme
from programmes.models import Dossier
from tests.cast import SYSTEM, World
from tests.dialogue.helpers import api
from tests.groups.helpers import colleague
from tests.programmes.helpers import RESTRICTED, add_answered, begin, close, fresh, name, take
from viche.kernel.actor import Actor
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.privacy.registry import DATA_CATEGORIES

pytestmark = pytest.mark.django_db


def told_of(dossier: Dossier) -> list[tuple[str, str, str]]:
    """Who was told what of a dossier, and why."""
    drain_outbox()
    rows = Notification.objects.filter(subject_id=dossier.pk).order_by("pk").select_related("person")
    return [
        (one.person.email.partition("@")[0].rstrip("0123456789"), one.kind.partition("_")[2], one.reason)
        for one in rows
    ]


def titles_of(world: World, reader: str) -> list[tuple[str, str]]:
    items = api(world, reader).get("notifications").json()["items"]
    return [(one["title"]["en"], one["body"]["en"]) for one in items if one["url"].startswith("/dossiers/")]


# ---- notifications -----------------------------------------------------------------------------------------


def test_whoever_is_named_is_told(world: World) -> None:
    dossier = begin(world, title_uk="Аудит", title_en="Audit 100%")
    name(world, dossier)
    assert told_of(dossier) == [("officer", "changed", "participant")]
    assert titles_of(world, "officer") == [
        ("You take part in a dossier: Audit 100%, no. 1", f"State: Open. Group: {world.group.name_uk}.")
    ]


def test_a_counterpart_that_sees_nothing_yet_is_told_nothing(world: World) -> None:
    dossier = begin(world, **RESTRICTED)
    name(world, dossier)
    assert told_of(dossier) == []


def test_a_step_is_told_to_those_whom_it_names(world: World) -> None:
    dossier = begin(world, "teacher", title_uk="Аудит")
    name(world, dossier)
    told_of(dossier)
    add_answered(world, dossier)
    take(world, dossier, "settled", "facilitator", reason="")
    take(world, dossier, "closed", "teacher", reason="Усе на 100 % зроблено")
    assert sorted(told_of(dossier)[1:]) == [
        *[("officer", "moved", "participant")] * 2,
        ("teacher", "moved", "lead"),
    ]
    assert titles_of(world, "officer")[0] == (
        "New state “Closed”: Аудит, no. 1",
        "Усе на 100 % зроблено",
    )


def test_the_new_lead_is_told(world: World) -> None:
    dossier = begin(world)
    hand_over_dossier(
        actor=world.actor("facilitator"),
        dossier_id=dossier.pk,
        lead_id=world.mandates["teacher"].pk,
        expected_version=1,
    )
    assert told_of(dossier) == [("teacher", "handed_over", "lead")]


# ---- frames ------------------------------------------------------------------------------------------------


def test_frames_are_light(world: World) -> None:
    dossier = begin(world)
    event = Event.objects.get(subject_id=dossier.pk)
    assert render_dossier_frames([event], "group") == {
        event.pk: {
            "dossier_id": str(dossier.pk),
            "kind": "recommendations",
            "state": "open",
            "version": 1,
            "change": "dossier_begun",
        }
    }


def test_whoever_hears_a_restricted_dossier_is_recorded(world: World) -> None:
    shared, dossier = begin(world, "teacher"), begin(world, "teacher", **RESTRICTED)
    heard = {one: authorise_subscription(world.actor("teacher"), one.pk) for one in (shared, dossier)}
    assert [one is not None and one.read is not None for one in heard.values()] == [False, True]
    assert authorise_subscription(world.actor("officer"), dossier.pk) is None
    program = Actor(person_id=world.people["teacher"].pk, token_id=shared.pk, scopes=frozenset())
    assert authorise_subscription(program, shared.pk) is None


# ---- posts and people --------------------------------------------------------------------------------------


@pytest.mark.parametrize("facts", [{}, RESTRICTED], ids=["shared", "restricted"])
def test_a_dossier_passes_on_with_the_post(world: World, facts: dict[str, Any]) -> None:
    going, over = begin(world, "officer", **facts), begin(world, "officer")
    close(world, over)
    successor = colleague(world, "police")
    transfer_mandate(
        actor=SYSTEM,
        mandate_id=world.mandates["officer"].pk,
        person_id=successor.pk,
        document="Наказ № 9",
        reason="Ротація",
    )
    assert fresh(going).lead.person_id == successor.pk
    assert fresh(over).lead_id == world.mandates["officer"].pk
    assert authorise_subscription(Actor.for_person(successor.pk), going.pk) is not None
    assert authorise_subscription(world.actor("officer"), going.pk) is None
    assert not rebuild_grants().people


def test_a_copy_of_ones_data_has_the_dossiers_and_the_steps(world: World) -> None:
    dossier = begin(world, "teacher", title_uk="Аудит")
    add_participant(
        actor=world.actor("teacher"),
        dossier=dossier,
        role=get_programme(dossier.kind).roles["addressee"],
        mandate_id=world.mandates["officer"].pk,
    )
    add_answered(world, dossier)
    take(world, dossier, "settled", "teacher")
    teacher, officer = (world.people[one].pk for one in ("teacher", "officer"))
    held: dict[str, Any] = {
        one: list(DATA_CATEGORIES[f"programmes.{one}"].read(teacher))
        for one in ("dossiers", "participants", "transitions")
    }
    assert [(one["title"], one["began_it"], one["leads_it"]) for one in held["dossiers"]] == [
        ("Аудит", True, True)
    ]
    assert [(one["step"], one["reason"]) for one in held["transitions"]] == [("settled", "Так треба")]
    assert [(one["named_it"], one["is_you"]) for one in held["participants"]] == [(True, False)]
    (part,) = DATA_CATEGORIES["programmes.participants"].read(officer)
    assert (part["named_it"], part["is_you"]) == (False, True)
