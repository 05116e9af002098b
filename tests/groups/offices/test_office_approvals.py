"""An office of a territory: requested by an administrator, held once a second person confirms it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from groups.models import Office, OfficeKind, Territory, TerritoryLevel
from groups.offices.services import give_office
from groups.territories.services import register_territory
from tests.cast import SYSTEM, World, person, the_country
from tests.groups.helpers import a_coordinator, an_office, later
from tests.groups.initiative_groups.test_api import Browser, browser
from viche.accounts.approvals.models import Approval, ApprovalState
from viche.accounts.approvals.services import decide_on_server
from viche.accounts.models import User
from viche.accounts.services.people import deactivate_person, reactivate_person
from viche.kernel.events.outbox import drain_outbox

pytestmark = pytest.mark.django_db


def request(world: World, taker: User, **changes: Any) -> tuple[int, Any]:
    body = {
        "person": str(taker.pk),
        "kind": "coordinator",
        "territory": str(world.territory.pk),
        "document": "Розпорядження № 7",
    }
    return browser(world, "administrator").ask("POST", "offices", body | changes)


def confirm(somebody: User, approval_id: str) -> tuple[int, Any]:
    return Browser(somebody).ask("POST", f"approvals/{approval_id}/confirmation")


def another_administrator() -> User:
    return person("another", is_administrator=True)


def officer_of(world: World, kind: OfficeKind = OfficeKind.COORDINATOR) -> User:
    return User.objects.get(pk=an_office(world, kind).person_id)


def officer_in(territory: Territory) -> User:
    somebody = person("coordinator")
    facts: dict[str, Any] = {"kind": OfficeKind.COORDINATOR, "territory_id": territory.pk}
    give_office(actor=SYSTEM, person_id=somebody.pk, document="№ 1", **facts)
    return somebody


def offices_of(somebody: User) -> list[Office]:
    return list(Office.objects.filter(person=somebody))


def test_one_administrator_gives_no_office(world: World) -> None:
    taker, second = person("taker"), another_administrator()
    status, asked = request(world, taker)
    assert (status, asked["state"], asked["allowed"]) == (202, "pending", ["read", "withdraw"])
    summary = asked["summary"]["uk"]
    assert "Розпорядження № 7" in summary
    assert taker.name_uk in summary
    assert taker.email in summary
    assert world.territory.name_uk in summary
    assert offices_of(taker) == []
    assert confirm(world.people["administrator"], asked["id"])[1]["code"] == "own_request"
    assert confirm(taker, asked["id"])[0] == 404
    assert confirm(second, asked["id"])[0] == 200
    (office,) = offices_of(taker)
    assert (office.kind, office.territory, office.document, office.ends_at) == (
        OfficeKind.COORDINATOR,
        world.territory,
        "Розпорядження № 7",
        None,
    )
    drain_outbox()
    assert "Ваша роль: координатор" in str(Browser(taker).get("notifications")["items"])


@pytest.mark.parametrize("where", ["there", "above"])
def test_a_holder_of_the_same_office_over_all_of_the_territory_confirms(world: World, where: str) -> None:
    holder = officer_of(world) if where == "there" else officer_in(the_country())
    taker = person("taker")
    _, asked = request(world, taker, ends_at=later(days=9).isoformat())
    assert confirm(holder, asked["id"])[0] == 200
    assert offices_of(taker)[0].ends_at is not None


def test_nobody_else_confirms(world: World, elsewhere: World) -> None:
    village = register_territory(
        actor=SYSTEM,
        code=f"{world.territory.prefix}001".ljust(19, "0"),
        level=TerritoryLevel.SETTLEMENT,
        name_uk="Село",
        parent_id=world.territory.pk,
    )
    others = [
        officer_of(world, OfficeKind.DATA_PROTECTION_OFFICER),
        officer_in(village),
        officer_of(elsewhere),
        world.people["facilitator"],
    ]
    _, asked = request(world, person("taker"))
    assert [confirm(one, asked["id"])[0] for one in others] == [404] * 4


def test_who_came_to_office_since_or_was_reactivated_or_is_concerned_confirms_nothing(world: World) -> None:
    back, taker = another_administrator(), officer_in(the_country())
    deactivate_person(actor=SYSTEM, person_id=back.pk, until_erasure=True)
    _, asked = request(world, taker)
    assert "інший адміністратор" in asked["missing"]["uk"]
    reactivate_person(actor=world.actor("administrator"), person_id=back.pk)
    for somebody in (back, officer_of(world), taker):
        assert confirm(somebody, asked["id"])[0] == 404
    decide_on_server(actor=SYSTEM, approval_id=UUID(asked["id"]), confirm=True, reason="Перша в громаді")
    assert len(offices_of(taker)) == 2


def test_it_is_requested_once(world: World) -> None:
    taker, second = person("taker"), another_administrator()
    _, asked = request(world, taker)
    assert request(world, taker)[1]["code"] == "requested_already"
    assert request(world, taker, kind="data_protection_officer")[0] == 202
    assert confirm(second, asked["id"])[0] == 200
    assert request(world, taker)[1]["code"] == "already_in_office"


def test_what_no_longer_holds_is_not_given(world: World) -> None:
    taker, second = person("taker"), another_administrator()
    _, asked = request(world, taker)
    User.objects.filter(pk=world.people["administrator"].pk).update(is_superuser=False)
    assert confirm(second, asked["id"])[1]["code"] == "requester_lost_right"
    User.objects.filter(pk=world.people["administrator"].pk).update(is_superuser=True)
    deactivate_person(actor=SYSTEM, person_id=taker.pk, reason="Звільнення")
    assert confirm(second, asked["id"])[0] == 422
    assert Approval.objects.get().state == ApprovalState.PENDING
    assert offices_of(taker) == []


def test_an_office_is_ended_by_one_person(world: World) -> None:
    office = an_office(world, OfficeKind.COORDINATOR)
    status, _ = browser(world, "administrator").ask(
        "DELETE", f"offices/{office.pk}", {"reason": "Інша робота"}
    )
    assert status == 204
    assert not Approval.objects.exists()


def test_reactivation_gives_no_office(world: World) -> None:
    """The mailbox of a colleague who left is often somebody else's by then."""
    coordinator = User.objects.get(pk=str(a_coordinator(world).person_id))
    deactivate_person(actor=world.actor("administrator"), person_id=coordinator.pk, reason="Звільнення")
    drain_outbox()
    reactivate_person(actor=world.actor("administrator"), person_id=coordinator.pk)
    (office,) = offices_of(coordinator)
    assert (office.ends_at is None, office.end_reason) == (False, "Обліковий запис вимкнено.")
