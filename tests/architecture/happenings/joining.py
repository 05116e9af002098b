"""What may happen in generated worlds: joinings."""

from __future__ import annotations

from groups.joining.invitations import invite, revoke_invitation
from groups.joining.join_requests import decline_request, request_seat
from groups.models import InitiativeGroup, Invitation, JoinRequest, Organisation, Role
from tests.architecture.happenings.thread import table_of
from tests.architecture.happenings.town import A_DAY, WHY, Facts, Town
from tests.cast import SYSTEM
from viche.kernel.clock import now


def _invitation(town: Town, number: int, where: int, how: int) -> None:
    if how % 3 == 0:
        revoke_invitation(actor=SYSTEM, invitation_id=town.of(Invitation, number).pk)
        return
    leader, group_id = table_of(town, where)
    facts: Facts = {"organisation_id": town.of(Organisation, number).pk, "expires_at": now() + A_DAY}
    invite(actor=leader, group_id=group_id, role=Role.MEMBER, **facts)


def _asks_for_seat(town: Town, who: int, where: int, how: int) -> None:
    if how % 4 == 0:
        decline_request(actor=SYSTEM, request_id=town.of(JoinRequest, who).pk, **WHY)
        return
    facts: Facts = {"group_id": town.of(InitiativeGroup, where).pk, "position_uk": "представник"}
    organisation_id = town.of(Organisation, how).pk
    request_seat(actor=town.themselves(who), organisation_id=organisation_id, **facts)


HAPPENINGS = (
    _invitation,
    _asks_for_seat,
)
