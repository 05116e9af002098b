"""What may happen in generated worlds: memberships."""

from __future__ import annotations

from groups.memberships.services import change_role, end_membership, start_membership
from groups.models import InitiativeGroup, Membership, Role
from tests.architecture.happenings.town import WHY, Facts, Town, end_of
from tests.cast import SYSTEM
from viche.kernel.clock import now


def _seat(town: Town, number: int, where: int, how: int) -> None:
    facts: Facts = {"group_id": town.of(InitiativeGroup, where).pk, "mandate_id": town.post(number).pk}
    start_membership(actor=SYSTEM, role=list(Role)[how % 4], since=now(), until=end_of(how), **facts)


def _seat_moved(town: Town, number: int, how: int, _more: int) -> None:
    seat = town.of(Membership, number)
    town.touched.append(seat.mandate.person)
    facts: Facts = {"group_id": seat.group_id, "membership_id": seat.pk}
    if how % 2:
        end_membership(actor=SYSTEM, **facts, **WHY)
    else:
        change_role(actor=SYSTEM, role=list(Role)[how % 4], **facts)


HAPPENINGS = (
    _seat,
    _seat_moved,
)
