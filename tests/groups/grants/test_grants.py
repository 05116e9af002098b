"""The rows that sources give: merged, bounded in time, told to those concerned, the same after a rebuild."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command

from groups.grants import rebuild_grants, sync_grants
from groups.grants.materialise import compute_grants
from groups.memberships.services import end_membership
from groups.models import GrantDue, InitiativeGroup, InitiativeGroupUserPermission, Membership, Role
from groups.policies import READ, find_grant, has_grant, has_grant_q
from tests.cast import SYSTEM, World, a_seat
from tests.groups.helpers import (
    at,
    codenames,
    colleague,
    ends,
    fire_due,
    kinds_after,
    last_access_change,
    last_event,
    later,
    nothing_to_rebuild,
    seat,
    second_mandate,
    stand_in,
    told_since,
)
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now
from viche.kernel.events import open_unit_of_work

pytestmark = pytest.mark.django_db


def test_one_row_for_each_person_and_codename_until_the_latest_end(world: World) -> None:
    first, second = later(days=1), later(days=2)
    seat(world, "outsider", until=first)
    extra = second_mandate(world, "outsider", "council")
    start = now()
    with at(start):
        Membership.objects.create(
            group=world.group, mandate=extra, role=Role.SECRETARY, since=start, until=second
        )
        with open_unit_of_work():
            sync_grants(world.group, reason="test")
    rows = InitiativeGroupUserPermission.objects.filter(user=world.people["outsider"])
    assert dict(rows.values_list("permission__codename", "valid_until")) == {
        "read_initiativegroup": second,
        "speak_initiativegroup": second,
        "record_initiativegroup": second,
    }


def test_what_ends_at_midnight_ends_alone(world: World) -> None:
    midnight = later(hours=6)
    seat(world, "outsider", Role.FACILITATOR, until=midnight)
    extra = second_mandate(world, "outsider", "council")
    a_seat(world.group, extra, Role.OBSERVER)
    assert codenames(world, "outsider") == {"read", "speak", "record", "facilitate"}
    with at(midnight):
        assert codenames(world, "outsider") == {"read"}
        fire_due()
        assert codenames(world, "outsider") == {"read"}
        assert ends(world, "outsider") == {None}


def test_successive_sources_leave_no_gap(world: World) -> None:
    change = later(days=1)
    seat(world, "outsider", until=change)
    seat(world, "outsider", since=change)
    assert ends(world, "outsider") == {None}
    with at(change):
        assert codenames(world, "outsider") == {"read", "speak"}
        assert nothing_to_rebuild()


def test_a_gap_between_sources_is_a_gap(world: World) -> None:
    first, second = later(days=1), later(days=3)
    seat(world, "outsider", until=first)
    seat(world, "outsider", since=second)
    assert ends(world, "outsider") == {first}
    with at(later(days=2)):
        fire_due()
        assert codenames(world, "outsider") == set()
    with at(second):
        fire_due()
        assert codenames(world, "outsider") == {"read", "speak"}


def test_a_moment_to_come_is_noted_once(world: World) -> None:
    moment = later(days=1)
    seat(world, "outsider", since=moment)
    for _again in range(2):
        with open_unit_of_work():
            sync_grants(world.group, reason="test")
    assert GrantDue.objects.filter(container_id=world.group.pk, due_at=moment).count() == 1


def test_when_a_term_passes_the_group_hears_of_it(world: World) -> None:
    moment = later(days=1)
    seat(world, "outsider", until=moment)
    with at(moment):
        before, access = last_event(), last_access_change()
        fire_due()
        assert kinds_after(before) == ["groups.terms_passed"]
        # Every process dropped the outsider at `valid_until` by itself: nobody loses anything more.
        assert told_since(access) == {}
        assert GrantDue.objects.filter(container_id=world.group.pk, fired_at=None).count() == 0


def test_due_moments_that_fired_are_cleared_away(world: World) -> None:
    for day in (1, 2, 3):
        with at(later(days=day)):
            seat(world, "outsider", until=later(hours=1))
            with at(later(hours=2)):
                fire_due()
    assert GrantDue.objects.filter(container_id=world.group.pk).count() <= 1


def test_only_those_whose_rows_changed_are_told(world: World) -> None:
    access = last_access_change()
    with open_unit_of_work():
        changes = sync_grants(world.group, reason="test")
    assert not changes
    assert told_since(access) == {}


def test_only_the_difference_is_written(world: World) -> None:
    rows = InitiativeGroupUserPermission.objects.filter(content_object=world.group)
    kept = set(rows.exclude(user=world.people["officer"]).values_list("pk", flat=True))
    end_membership(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats["officer"].pk, reason="Досить"
    )
    assert set(rows.values_list("pk", flat=True)) == kept


def test_a_codename_outside_the_closed_set_is_a_bug(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from dataclasses import replace

    from groups.grants import registry

    kind = registry.container_of(InitiativeGroup)
    bad = list(kind.sources(world.group))
    wrong = replace(kind, sources=lambda group: [replace(one, codenames={"own_everything"}) for one in bad])
    containers: dict[Any, Any] = registry.CONTAINERS
    monkeypatch.setitem(containers, InitiativeGroup, wrong)
    with pytest.raises(ValueError, match="own_everything"), open_unit_of_work():
        sync_grants(world.group, reason="test")


def test_sources_say_what_is_wanted_at_a_moment(world: World) -> None:
    from groups.grants import list_sources_of

    end = later(days=1)
    stand_in(world, "officer", colleague(world, "police"), later(hours=1), end)
    found = list_sources_of(world.group)
    assert {one.kind for one in found} == {"membership", "deputyship"}
    assert len(compute_grants(found, end)) == len(compute_grants(found, now()))
    assert len(compute_grants(found, later(hours=2))) == len(compute_grants(found, now())) + 2


# ---- asking ------------------------------------------------------------------------------------------------


def test_superusers_and_expired_rows_hold_nothing(world: World) -> None:
    administrator = world.actor("administrator")
    assert world.people["administrator"].is_superuser
    assert not has_grant(InitiativeGroupUserPermission, administrator, READ, world.group.pk)
    permission = Permission.objects.get(codename=READ)
    InitiativeGroupUserPermission.objects.create(
        user=world.people["outsider"],
        permission=permission,
        content_object=world.group,
        valid_until=now() - timedelta(seconds=1),
    )
    outsider = world.actor("outsider")
    assert not has_grant(InitiativeGroupUserPermission, outsider, READ, world.group.pk)
    assert find_grant(InitiativeGroupUserPermission, outsider, READ, world.group.pk) is None
    assert not InitiativeGroup.objects.filter(
        has_grant_q(InitiativeGroupUserPermission, outsider, READ)
    ).exists()


def test_the_system_holds_everything_and_nobody_nothing(world: World, elsewhere: World) -> None:
    def seen(actor: Actor) -> set[InitiativeGroup]:
        return set(InitiativeGroup.objects.filter(has_grant_q(InitiativeGroupUserPermission, actor, READ)))

    assert seen(SYSTEM) == {world.group, elsewhere.group}
    assert seen(ANONYMOUS) == set()
    assert has_grant(InitiativeGroupUserPermission, SYSTEM, READ, world.group.pk)
    assert not has_grant(InitiativeGroupUserPermission, ANONYMOUS, READ, world.group.pk)


# ---- rebuilding --------------------------------------------------------------------------------------------


def test_a_rebuild_changes_nothing(
    world: World, elsewhere: World, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in(world, "officer", colleague(world, "police"), now(), later(days=1))
    before = set(InitiativeGroupUserPermission.objects.values_list("pk", "valid_until"))
    call_command("rebuild_grants", "--check")
    call_command("rebuild_grants")
    assert set(InitiativeGroupUserPermission.objects.values_list("pk", "valid_until")) == before
    assert "gained: 0, who lost: 0" in capsys.readouterr().out


def test_a_rebuild_finds_what_was_tampered_with(world: World) -> None:
    rows = InitiativeGroupUserPermission.objects
    rows.filter(user=world.people["officer"]).delete()
    rows.filter(user=world.people["teacher"]).update(valid_until=later(days=1))
    rows.create(
        user=world.people["outsider"],
        permission=Permission.objects.get(codename=READ),
        content_object=world.group,
    )
    with pytest.raises(CommandError):
        call_command("rebuild_grants", "--check")
    assert codenames(world, "outsider") == {"read"}
    access = last_access_change()
    changes = rebuild_grants(batch=1)
    assert set(changes.lost) == {world.people["outsider"].pk}
    assert set(changes.gained) == {world.people["officer"].pk, world.people["teacher"].pk}
    assert set(told_since(access)) == {*changes.lost, *changes.gained}
    assert codenames(world, "outsider") == set()
    assert nothing_to_rebuild()
