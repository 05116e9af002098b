"""Dossiers at the same moment: one step is taken, and whoever lost the seat reads no more."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from groups.grants import rebuild_grants
from groups.mandates.services import end_mandate
from groups.memberships.services import end_membership
from groups.models import Role
from programmes.kit.dossiers.realtime import authorise_subscription
from programmes.kit.dossiers.services import edit_dossier
from programmes.kit.participants.services import add_participant
from programmes.kit.registry import get_programme
from programmes.kit.transitions.services import take_transition
from programmes.models import TransitionTaken
from tests.cast import SYSTEM, World, a_mandate, a_seat, a_world
from tests.dialogue.helpers import api, at_once
from tests.programmes.helpers import RESTRICTED, add_answered, begin, fresh, name
from tests.tasks.helpers import tag
from viche.kernel.errors import DomainError


def reasons_of(outcomes: list[Any]) -> list[str]:
    return sorted(one.reason for one in outcomes if isinstance(one, DomainError))


@pytest.mark.django_db(transaction=True)
def test_two_steps_from_one_version_are_one_step() -> None:
    world = a_world("Тут")
    dossier = begin(world)
    add_answered(world, dossier)
    step = partial(take_transition, dossier_id=dossier.pk, to="settled", expected_version=1)
    actors = [world.actor("facilitator")] * 2
    assert reasons_of(at_once(*(partial(step, actor=one) for one in actors))) == ["stale"]
    assert TransitionTaken.objects.filter(dossier=dossier).count() == 1
    assert (fresh(dossier).state, fresh(dossier).version) == ("settled", 2)


@pytest.mark.django_db(transaction=True)
def test_a_change_and_a_step_from_one_version_are_one_of_them() -> None:
    world = a_world("Тут")
    dossier = begin(world)
    add_answered(world, dossier)
    act: dict[str, Any] = {
        "actor": world.actor("facilitator"),
        "dossier_id": dossier.pk,
        "expected_version": 1,
    }
    outcomes = at_once(
        partial(take_transition, **act, to="settled"),
        partial(edit_dossier, **act, changes={"title_uk": "Інша назва"}),
    )
    assert reasons_of(outcomes) == ["stale"]
    assert fresh(dossier).version == 2


@pytest.mark.django_db
@pytest.mark.parametrize("facts", [{}, RESTRICTED], ids=["shared", "restricted"])
def test_whoever_leaves_the_group_reads_no_more(world: World, facts: dict[str, Any]) -> None:
    dossier = begin(world, "teacher", **facts)
    path = f"dossiers/{dossier.pk}"
    teacher = api(world, "teacher")
    assert teacher.get(path).status_code == 200
    end_membership(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats["teacher"].pk, reason="Інша робота"
    )
    assert teacher.get(path).status_code == 404
    assert teacher.patch(path, {"title": "Моя"}, **tag(1)).status_code == 404
    assert teacher.get("dossiers").json()["items"] == []
    assert authorise_subscription(world.actor("teacher"), dossier.pk) is None


@pytest.mark.django_db
def test_a_participant_that_ended_reads_no_more(world: World) -> None:
    dossier = begin(world, **RESTRICTED)
    participant = name(world, dossier)
    participant.opened_at = participant.since
    participant.save(update_fields=["opened_at"])
    leader, path = api(world, "facilitator"), f"dossiers/{dossier.pk}"
    assert leader.delete(f"{path}/participants/{participant.pk}", **tag(2)).status_code == 200
    assert api(world, "officer").get(path).status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("part", ["lead", "participant"])
def test_whoever_is_named_by_a_mandate_reads_no_more_without_it(world: World, part: str) -> None:
    leader = world.mandates["officer" if part == "lead" else "teacher"]
    dossier = begin(world, "officer" if part == "lead" else "teacher", **RESTRICTED)
    if part == "participant":
        add_participant(
            actor=world.actor("teacher"),
            dossier=dossier,
            role=get_programme(dossier.kind).roles["addressee"],
            mandate_id=world.mandates["officer"].pk,
            opened=True,
        )
    assert (dossier.lead, api(world, "officer").get(f"dossiers/{dossier.pk}").status_code) == (leader, 200)
    a_seat(world.group, a_mandate(world.people["officer"], world.organisations["market"]), Role.MEMBER)
    end_mandate(actor=SYSTEM, mandate_id=world.mandates["officer"].pk, reason="Перейшов до ринку")
    assert api(world, "officer").get(f"dossiers/{dossier.pk}").status_code == 404
    assert authorise_subscription(world.actor("officer"), dossier.pk) is None
    assert not rebuild_grants().people
