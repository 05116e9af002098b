"""Erasure: why something of a person came to its end goes with them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from groups.guest_shares.services import share_with_guest
from groups.joining.join_requests import decline_request, request_seat
from groups.mandates.services import end_mandate, suspend_mandate
from groups.memberships.services import end_membership
from groups.models import OfficeKind, ShareAccess
from groups.offices.services import end_office, give_office
from groups.organisations.administrators import end_administrators_of, name_administrator
from tests.cast import SYSTEM, World, a_mandate
from tests.dialogue.helpers import a_thread
from tests.groups.helpers import seat
from tests.privacy.test_erasure import dump, erase
from viche.kernel.clock import now


@pytest.mark.django_db
def test_why_something_of_the_person_ended_goes_with_them(world: World) -> None:
    """Beside organisation and position it would tell whose illness or dismissal it was."""
    outsider, by = world.people["outsider"], world.actor("facilitator")
    thread, canary = a_thread(world), "Канарка хворіє"
    market = world.organisations["market"].pk
    asked = request_seat(
        actor=world.actor("outsider"), group_id=world.group.pk, organisation_id=market, position_uk="голова"
    )
    decline_request(actor=by, request_id=asked.pk, reason=canary)
    share_with_guest(
        actor=by,
        container_type="thread",
        container_id=thread.pk,
        person_id=outsider.pk,
        access=ShareAccess.READ,
        until=now() + timedelta(days=2),
        reason=canary,
    )
    name_administrator(actor=SYSTEM, organisation_id=market, person_id=outsider.pk, document="Наказ № 3")
    end_administrators_of(actor=SYSTEM, person_id=outsider.pk, reason=canary)
    office = give_office(
        actor=SYSTEM,
        person_id=outsider.pk,
        kind=OfficeKind.COORDINATOR,
        territory_id=world.territory.pk,
        document="Розпорядження № 1",
    )
    end_office(actor=SYSTEM, office_id=office.pk, reason=canary)
    taken = seat(world, "outsider")
    end_membership(actor=by, group_id=world.group.pk, membership_id=taken.pk, reason=canary)
    end_mandate(actor=SYSTEM, mandate_id=world.mandates["outsider"].pk, reason=canary)
    resting = a_mandate(outsider, world.organisations["school"])
    suspend_mandate(actor=SYSTEM, mandate_id=resting.pk, reason=canary)
    assert canary in dump()

    erase(outsider)
    assert canary not in dump()
    taken.refresh_from_db()
    assert (taken.until is not None, taken.mandate.position_uk) == (True, "представник")
