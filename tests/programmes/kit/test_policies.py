"""What the kind, the phase and the group let be done with dossiers, and who begins them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from groups.grants import include_past_sources
from groups.initiative_groups.services import suspend_group
from groups.memberships.services import end_membership
from programmes.kit.dossiers.policies import (
    DossierAction,
    DossierPolicy,
    GroupProgrammesPolicy,
    ProgrammesAction,
    can_begin,
    is_allowed_in_phase,
)
from programmes.kit.dossiers.services import show_to_group
from programmes.kit.registry import PROGRAMMES, DossierRole
from programmes.models import Dossier
from programmes.recommendations.policies import KIND
from tests.cast import SYSTEM, World
from tests.programmes.helpers import RESTRICTED, begin, fresh, take
from tests.programmes.public_control import helpers as control
from viche.kernel.errors import Forbidden
from viche.kernel.lifecycle import Phase

pytestmark = pytest.mark.django_db
OF_REPORTS = (
    DossierAction.MAKE_EDITION,
    DossierAction.PUBLISH_EDITION,
    DossierAction.ASK_SIGN_OFF,
    DossierAction.DECIDE_SIGN_OFF,
)


def find_allowed(dossier: Dossier, phase: Phase) -> set[DossierAction]:
    """Return what may be done with a dossier in a phase, by whoever has the role for it."""
    dossier.phase = phase
    return {one for one in DossierAction if is_allowed_in_phase(one, dossier)}


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that changes the declaration of recommendations."""

    def change(**facts: Any) -> None:
        monkeypatch.setitem(PROGRAMMES, KIND, replace(PROGRAMMES[KIND], **facts))

    return change


@pytest.mark.parametrize(
    ("role", "people"),
    [
        (DossierRole.FACILITATOR, {"facilitator"}),
        (DossierRole.SPEAKER, {"facilitator", "secretary", "officer", "teacher", "councillor"}),
        (DossierRole.TEAM, set()),
    ],
)
def test_a_programme_says_who_begins_its_dossiers(
    world: World, kind: Any, role: DossierRole, people: set[str]
) -> None:
    kind(begun_by=frozenset({role}))
    assert {name for name in world.people if can_begin(world.actor(name), KIND, world.group)} == people
    # Whoever may begin one of another kind begins something.
    assert GroupProgrammesPolicy().can(world.actor("officer"), ProgrammesAction.BEGIN, world.group)


def test_nobody_begins_or_takes_a_step_in_a_suspended_group_and_is_told_so(world: World) -> None:
    dossier, policy = begin(world), GroupProgrammesPolicy()
    assert policy.refuse(world.actor("observer"), ProgrammesAction.BEGIN, world.group).reason == "forbidden"
    suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    with pytest.raises(Forbidden, match="group_not_working"):
        begin(world)
    with pytest.raises(Forbidden, match="group_not_working"):
        take(world, dossier, "settled")


def test_a_kind_without_a_report_has_no_editions(world: World, kind: Any) -> None:
    dossier = begin(world)
    whole = find_allowed(dossier, Phase.REVIEW)
    kind(report=None)
    editions = {DossierAction.MAKE_EDITION, DossierAction.PUBLISH_EDITION, DossierAction.WITHDRAW_EDITION}
    assert whole - find_allowed(dossier, Phase.REVIEW) == editions


def test_a_kind_without_personal_parts_has_no_interests_to_declare(world: World) -> None:
    of_interests = {DossierAction.DECLARE_INTERESTS, DossierAction.DECIDE_TIE}
    assert of_interests.isdisjoint(find_allowed(begin(world), Phase.FIELDWORK))
    assert of_interests <= find_allowed(control.begin(world), Phase.FIELDWORK)


def test_a_report_and_its_sign_off_come_after_the_preparation(world: World) -> None:
    dossier = control.begin(world)
    dossier.visibility = "group"
    assert find_allowed(dossier, Phase.PREPARATION).isdisjoint(OF_REPORTS)
    assert find_allowed(dossier, Phase.FIELDWORK).issuperset(OF_REPORTS)


def test_whoever_left_before_the_group_read_a_dossier_never_read_it(world: World) -> None:
    dossier = begin(world, **RESTRICTED)
    seat = world.seats["observer"].pk
    end_membership(actor=SYSTEM, group_id=world.group.pk, membership_id=seat, reason="Переїзд")
    show_to_group(actor=world.actor("facilitator"), dossier_id=dossier.pk, expected_version=dossier.version)
    with include_past_sources():
        told = DossierPolicy().readers(fresh(dossier))
    assert told[world.people["teacher"].pk]
    assert not told[world.people["observer"].pk]
