"""Verification by somebody who belongs to the owner, or has belonged to it since the item was accepted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from groups.mandates.deputies import end_deputyship, set_usual_deputy
from groups.mandates.services import (
    appoint_mandate,
    edit_mandate,
    end_mandate,
    resume_mandate,
    suspend_mandate,
)
from groups.models import Mandate, Organisation, Sector
from groups.organisations.administrators import end_administrator, name_administrator
from groups.selectors import get_affiliations
from tasks.items.access import ActorItemAccess
from tasks.lifecycle.notification_recipients import list_verifiers
from tasks.models import ActionItem
from tests.cast import SYSTEM, World, an_organisation
from tests.dialogue.helpers import api
from tests.groups.helpers import at, later, second_mandate, stand_in
from tests.tasks.external_assignees.helpers import waits
from tests.tasks.helpers import an_item_in, fresh, move, tag
from viche.kernel.clock import now, today
from viche.kernel.errors import Forbidden

WHY: dict[str, Any] = {"reason": "Так треба"}


def is_refused_by_the_database(world: World, item: ActionItem) -> bool:
    """Whether the officer cannot be written down as the one who verified it."""
    forged = {"verified_by": world.people["officer"], "verified_for": world.organisations["police"]}
    try:
        with transaction.atomic():
            ActionItem.objects.filter(pk=item.pk).update(state="verified", verified_at=now(), **forged)
            transaction.set_rollback(True)
    except IntegrityError as error:
        return "not verified for the organisations" in str(error)
    return False


def may_verify(world: World, item: ActionItem) -> bool:
    """Whether the officer may, as a list, a notification, the database and the step agree."""
    told = world.people["officer"].pk in {one.person_id for one in list_verifiers(fresh(item))}
    answers = {told, waits(world, "officer", item), not is_refused_by_the_database(world, item)}
    assert len(answers) == 1
    if True in answers:
        assert move(world, item, "verified", "officer").state == "verified"
        return True
    with pytest.raises(Forbidden) as refused:
        move(world, item, "verified", "officer")
    assert refused.value.reason == "not_another"
    return False


# ---- how the officer of the police comes to belong to the council, the owner -------------------------------


def represent(world: World) -> Callable[[], object]:
    mandate = second_mandate(world, "officer", "council")
    return lambda: end_mandate(actor=SYSTEM, mandate_id=mandate.pk, **WHY)


def deputise(world: World, start: datetime | None = None) -> Callable[[], object]:
    officer, mandate = world.people["officer"], world.mandates["councillor"]
    set_usual_deputy(actor=SYSTEM, mandate_id=mandate.pk, person_id=officer.pk)
    window = stand_in(world, "councillor", officer, start or now(), later(days=9))
    return lambda: end_deputyship(actor=SYSTEM, deputyship_id=window.pk)


def administer(world: World, organisation: Organisation | None = None) -> Callable[[], object]:
    chosen = organisation or world.organisations["council"]
    facts: dict[str, Any] = {"organisation_id": chosen.pk, "person_id": world.people["officer"].pk}
    row = name_administrator(actor=SYSTEM, document="Лист № 2", **facts)
    return lambda: end_administrator(actor=SYSTEM, organisation_id=chosen.pk, administrator_id=row.pk, **WHY)


def administer_unit(world: World) -> Callable[[], object]:
    council = world.organisations["council"]
    unit = an_organisation("відділ", Sector.LOCAL_GOVERNMENT, world.territory)
    Organisation.objects.filter(pk=unit.pk).update(parent=council)
    return administer(world, unit)


def administer_whole(world: World) -> Callable[[], object]:
    whole = an_organisation("область", Sector.LOCAL_GOVERNMENT, world.territory)
    Organisation.objects.filter(pk=world.organisations["council"].pk).update(parent=whole)
    return administer(world, whole)


WAYS = [represent, deputise, administer, administer_unit, administer_whole]


@pytest.mark.parametrize("join", WAYS)
def test_who_belongs_to_the_owner_does_not_verify(
    world: World, join: Callable[[World], Callable[[], object]]
) -> None:
    item = an_item_in(world, "done")
    leave = join(world)
    assert not may_verify(world, item)
    with at(later(seconds=1)):
        leave()
        assert not may_verify(world, item), "left, and verified in the next second"


@pytest.mark.parametrize("join", WAYS)
def test_who_left_before_it_was_accepted_verifies(
    world: World, join: Callable[[World], Callable[[], object]]
) -> None:
    leave = join(world)
    with at(later(hours=1)):
        leave()
    with at(later(hours=2)):
        assert may_verify(world, an_item_in(world, "done"))


@pytest.mark.parametrize("join", [administer_unit, administer_whole])
def test_another_parent_makes_nobody_another(
    world: World, join: Callable[[World], Callable[[], object]]
) -> None:
    item = an_item_in(world, "done")
    join(world)
    split(world)
    assert not may_verify(world, item)


@pytest.mark.parametrize("join", [administer_unit, administer_whole])
def test_a_parent_of_before_it_was_accepted_does_not_count(
    world: World, join: Callable[[World], Callable[[], object]]
) -> None:
    join(world)
    split(world)
    with at(later(hours=1)):
        assert may_verify(world, an_item_in(world, "done"))


def split(world: World) -> None:
    """Past the services: the database remembers it."""
    council = world.organisations["council"]
    Organisation.objects.filter(Q(parent=council) | Q(pk=council.pk)).update(parent=None)


def test_suspending_a_mandate_makes_nobody_another(world: World) -> None:
    item, mandate = an_item_in(world, "done"), second_mandate(world, "officer", "council")
    suspend_mandate(actor=SYSTEM, mandate_id=mandate.pk, **WHY)
    refused = api(world, "officer").post(
        f"action-items/{item.pk}/transitions", {"to": "verified"}, **tag(fresh(item).version)
    )
    assert (refused.status_code, refused.json()["code"]) == (403, "not_another")
    assert not may_verify(world, item)
    resume_mandate(actor=SYSTEM, mandate_id=mandate.pk)
    assert not may_verify(world, item)


def test_suspending_the_mandate_of_whom_one_stands_in_for_makes_nobody_another(world: World) -> None:
    item = an_item_in(world, "done")
    deputise(world)
    suspend_mandate(actor=SYSTEM, mandate_id=world.mandates["councillor"].pk, **WHY)
    assert not may_verify(world, item)


def test_an_upcoming_mandate_counts_until_it_is_cancelled(world: World) -> None:
    item, council = an_item_in(world, "done"), world.organisations["council"]
    upcoming = appoint_mandate(
        actor=SYSTEM,
        person_id=world.people["officer"].pk,
        organisation_id=council.pk,
        position_uk="представник",
        document="Наказ № 2",
        starts_on=today("Europe/Kyiv") + timedelta(days=3),
    )
    assert not may_verify(world, item)
    end_mandate(actor=SYSTEM, mandate_id=upcoming.pk, **WHY)
    assert may_verify(world, item)


def test_an_upcoming_deputyship_counts_until_it_is_cancelled(world: World) -> None:
    item = an_item_in(world, "done")
    cancel = deputise(world, later(days=1))
    assert not may_verify(world, item)
    cancel()
    assert may_verify(world, item)


def test_a_mandate_counts_until_the_end_of_its_last_day(world: World) -> None:
    mandate, day = second_mandate(world, "officer", "council"), today("Europe/Kyiv")
    edit_mandate(actor=SYSTEM, mandate_id=mandate.pk, changes={"ends_on": day})
    end = Mandate.objects.get(pk=mandate.pk).term("Europe/Kyiv").end
    (found,) = get_affiliations([world.people["officer"].pk]).values()
    assert found[world.organisations["council"].pk] == end
    assert found[world.organisations["police"].pk] is None


def test_a_verification_stands_when_its_verifier_joins_the_owner(world: World) -> None:
    item = an_item_in(world, "verified")
    represent(world)
    assert move(world, item, "closed", "secretary").verified_by_id == world.people["officer"].pk


def test_items_that_were_never_marked_as_accepted_count_from_their_making(world: World) -> None:
    item = an_item_in(world, "done")
    represent(world)()
    ActionItem.objects.filter(pk=item.pk).update(accepted_at=None)
    assert not may_verify(world, item)


def test_affiliations_are_looked_up_at_once(world: World) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            ActorItemAccess.of(world.actor("officer"))
        return len(queries)

    before = asked()
    for join in WAYS:
        join(world)
    assert asked() == before


def test_who_joins_the_owner_while_they_verify_is_refused_as_by_the_policy(world: World) -> None:
    item = an_item_in(world, "done")
    joined: list[bool] = []

    def join_first(execute: Callable[..., Any], sql: str, *facts: Any) -> Any:
        """Let the officer join between the look of the policy and the write of the step."""
        if sql.startswith('UPDATE "tasks_actionitem"') and not joined:
            joined.append(True)
            second_mandate(world, "officer", "council")
        return execute(sql, *facts)

    with connection.execute_wrapper(join_first), pytest.raises(Forbidden) as refused:
        move(world, item, "verified", "officer")
    assert (joined, refused.value.reason) == ([True], "not_another")
