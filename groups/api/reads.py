"""What is written down of reading: who comes to a table, why somebody left, who administers what, and who
asked for emergency access.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from groups.api import about_joining, register_shapes, shapes
from groups.models import BreakGlass
from groups.selectors import whose_addresses
from viche.kernel.actor import Actor
from viche.kernel.reads import Read, Way, note_reads

REQUEST, INVITATION, MANDATE = "join_request", "invitation", "mandate"
SEAT, ADMINISTRATOR, SIGHT = "membership", "organisation_administrator", "sight"
EMERGENCY, MEMBER_LIST = "break_glass", "member_list"
OFFICE, DEPUTYSHIP = "office", "deputyship"


def note_requests(actor: Actor, shown: Iterable[about_joining.JoinRequestOut], way: Way) -> None:
    """`actor` is shown who asks for a seat, in their words."""
    note_reads(actor, [Read(REQUEST, one["id"], one["person"]["id"]) for one in shown], way)


def note_invitations(
    actor: Actor,
    shown: Iterable[about_joining.InvitationOut | about_joining.PersonalInvitationOut],
    way: Way,
) -> None:
    """`actor` is shown what goes to whom: an invitation to one person says their address. Whose it is, nobody
    is told by that.
    """
    addressed = [one for one in shown if one["email"]]
    people = whose_addresses({one["email"] for one in addressed})
    note_reads(actor, [Read(INVITATION, one["id"], people.get(one["email"])) for one in addressed], way)


def note_mandates(actor: Actor, shown: Iterable[shapes.MandateDetails], way: Way) -> None:
    """`actor` is shown mandates; of some, why they rest or are over."""
    told = [one for one in shown if one["reason"]]
    note_reads(actor, [Read(MANDATE, one["id"], one["person"]["id"]) for one in told], way)


def note_seats(actor: Actor, shown: Iterable[shapes.SeatRecord], way: Way) -> None:
    """`actor` is shown seats; of some, why they are over."""
    told = [one for one in shown if one["reason"]]
    note_reads(actor, [Read(SEAT, one["id"], one["person"]["id"]) for one in told], way)


def note_left_seats(actor: Actor, shown: Iterable[shapes.RoleStepOut]) -> None:
    """`actor` is shown how roles came and went; of some, why they were left."""
    told = [one for one in shown if one["reason"]]
    note_reads(actor, [Read(SEAT, one["membership_id"], one["person"]["id"]) for one in told], Way.LIST)


def note_offices(actor: Actor, shown: Iterable[register_shapes.OfficeOut]) -> None:
    """`actor` is shown offices; of some, why they are over."""
    told = [one for one in shown if one["end_reason"]]
    note_reads(actor, [Read(OFFICE, one["id"], one["person"]["id"]) for one in told], Way.LIST)


def note_absences(actor: Actor, holder_id: UUID, shown: Iterable[shapes.DeputyshipOut]) -> None:
    """`actor` is shown when the holder of a mandate is away, and who stands in."""
    note_reads(actor, [Read(DEPUTYSHIP, one["id"], holder_id) for one in shown], Way.LIST)


def note_administrators(
    actor: Actor, shown: Iterable[register_shapes.OrganisationAdministratorOut], way: Way
) -> None:
    """`actor` is shown who appoints for an organisation, and who did."""
    note_reads(actor, [Read(ADMINISTRATOR, one["id"], one["person"]["id"]) for one in shown], way)


def note_named(actor: Actor, group_id: UUID, named: Iterable[UUID]) -> None:
    """`actor` is told which people stand behind the addresses of a list for a group."""
    note_reads(actor, [Read(MEMBER_LIST, group_id, pk) for pk in named], Way.LIST)


def note_emergencies(actor: Actor, rows: Iterable[BreakGlass], way: Way) -> None:
    """`actor` is shown requests for emergency access: the words of who asked, and of who answered. Who asked
    reads the answer to them, which is no look at somebody else.
    """
    note_reads(actor, [read for one in rows for read in reads_of_emergency(actor, one)], way)


def reads_of_emergency(actor: Actor, row: BreakGlass) -> list[Read]:
    """What that is of one."""
    if row.asked_by_id == actor.person_id:
        return []
    people = (row.asked_by_id, row.answered_by_id)
    return [Read(EMERGENCY, row.pk, person_id) for person_id in people if person_id is not None]
