"""Why people see who comes to a table, why somebody left it or an office, when somebody is away, who
administers an organisation, who asked for emergency access, and what others see: for the access record.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from groups.access.access_log import SIGHT
from groups.access.oversight import in_care
from groups.access.person_access import why_led
from groups.access.privacy import why_of_things
from groups.access.selectors import first_of
from groups.authority.territorial import Reach, offices_of
from groups.break_glass.access_log import EMERGENCY
from groups.break_glass.models import BreakGlass, Capacity
from groups.break_glass.policies import Desk
from groups.grants import sources_read_together
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.joining.access_log import INVITATION, REQUEST
from groups.joining.models import Invitation, JoinRequest, PersonalInvitation
from groups.mandates.access_log import DEPUTYSHIP, MANDATE
from groups.mandates.models import Deputyship, Mandate
from groups.member_import.access_log import MEMBER_LIST
from groups.memberships.access_log import SEAT
from groups.offices.access_log import OFFICE
from groups.offices.models import OfficeKind
from groups.organisations.access_log import ADMINISTRATOR
from groups.organisations.models import OrganisationAdministrator
from groups.organisations.policies import administering, codes_of_all
from groups.seats.models import Membership
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.text import both
from viche.privacy.registry import Ground, Grounds, GroundSeen, by_office, ground_shown, recorded


def _leading(rows: QuerySet[Any]) -> Grounds:
    """The grounds of what is seen by who leads the `group` of a row, or coordinates its territory."""

    def why(person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, Ground]:
        group_of = dict(rows.filter(pk__in=ids).values_list("pk", "group"))
        grounds = _leading_itself(person_id, list(set(group_of.values())))
        return {pk: grounds[group] for pk, group in group_of.items() if group in grounds}

    return why


def _administering(rows: QuerySet[Any], organisation: str = "organisation") -> Grounds:
    """The grounds of what is seen by who administers the organisation of a row, or coordinates where it
    works.
    """

    def why(person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, Ground]:
        organisation_of = dict(rows.filter(pk__in=ids).values_list("pk", organisation))
        grounds = _by_organisation(Actor.for_person(person_id), set(organisation_of.values()))
        return {pk: grounds[one] for pk, one in organisation_of.items() if one in grounds}

    return why


def _by_organisation(actor: Actor, organisation_ids: Collection[UUID]) -> Mapping[UUID, Ground]:
    own, codes = administering(actor), codes_of_all(organisation_ids)
    found = {pk: Ground(ADMINISTRATOR, own[pk]) for pk in organisation_ids if pk in own}
    for office in offices_of(actor, OfficeKind.COORDINATOR):
        reach = Reach((office.territory.prefix,))
        for pk in organisation_ids:
            if pk not in found and reach.covers(codes.get(pk, [])):
                found[pk] = Ground("office", office.pk)
    return found


def _leading_itself(person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, Ground]:
    """The grounds of who leads a group or coordinates its territory, by the group."""
    groups = list(InitiativeGroup.objects.filter(pk__in=ids).select_related("territory"))
    with sources_read_together(groups):
        found = {one.pk: GroupPolicy().leaders(one).get(person_id, []) for one in groups}
    grounds = {pk: first_of(sources) for pk, sources in found.items() if sources}
    return {pk: Ground(one.kind, one.record_id) for pk, one in grounds.items()}


def _at_desk(person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, Ground]:
    """As what somebody may answer requests for emergency access."""
    desk = Desk.of(Actor.for_person(person_id))
    rows = BreakGlass.objects.filter(pk__in=ids).select_related("group__territory")
    capacities = {row.pk: desk.capacity_in(row.group) for row in rows}
    return {pk: Ground(AS[capacity]) for pk, capacity in capacities.items() if capacity is not None}


AS = {
    Capacity.OFFICER: "data_protection_officer",
    Capacity.COORDINATOR: "office",
    Capacity.ADMINISTRATOR: "administrator",
}


def _invited(person_id: UUID) -> QuerySet[Any]:
    """An invitation concerns who signs in with its address, also where they had no account yet."""
    address = User.objects.filter(pk=person_id).values("email")
    return Invitation.objects.filter(email__in=address).annotate(thing=F("pk"), since=F("created_at"))


def _invited_in_person(person_id: UUID) -> QuerySet[Any]:
    address = User.objects.filter(pk=person_id).values("email")
    rows = PersonalInvitation.objects.filter(email__in=address)
    return rows.annotate(thing=F("pk"), since=F("created_at"))


def _inviting(person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, Ground]:
    """To a table by who leads it; in person by the right to give what is offered."""
    found = dict(_leading(Invitation.objects.all())(person_id, ids))
    rows = PersonalInvitation.objects.filter(pk__in=ids)
    found |= _administering(rows.exclude(organisation=None))(person_id, ids)
    offices = rows.exclude(territory=None).values_list("pk", flat=True)
    found |= dict.fromkeys(offices, Ground("administrator"))
    return found | why_of_things(person_id, rows.exclude(container_id=None))


def _administrators(ids: Collection[UUID]) -> dict[UUID, GroundSeen]:
    rows = OrganisationAdministrator.objects.filter(pk__in=ids).select_related("organisation")
    return {row.pk: GroundSeen(both(row.organisation, "name")) for row in rows}


def _why_sight(reader_id: UUID, ids: Sequence[UUID]) -> dict[UUID, Ground]:
    """By what right somebody looked up what some people see. The list of who sees a group names to the
    officer of its territory also who is in nobody's care there: a coordinator of a wider one.
    """
    actor = Actor.for_person(reader_id)
    cared = set(in_care(actor).filter(pk__in=ids).values_list("pk", flat=True))
    led = {pk: why_led(actor, pk) for pk in ids if pk not in cared}
    found = {pk: Ground(one.kind, one.record_id) for pk, one in led.items() if one is not None}
    serves = bool(Reach.of(actor, OfficeKind.DATA_PROTECTION_OFFICER).prefixes)
    named = [pk for pk in ids if pk in cared or (serves and pk not in found)]
    return {**found, **dict.fromkeys(named, Ground("data_protection_officer"))}


recorded(EMERGENCY, grounds=_at_desk)
recorded(MEMBER_LIST, grounds=_leading_itself)
recorded(SIGHT, grounds=_why_sight)
recorded(REQUEST, grounds=_leading(JoinRequest.objects.all()))
recorded(INVITATION, grounds=_inviting, concerns=[_invited, _invited_in_person])
recorded(SEAT, grounds=_leading(Membership.objects.all()))
recorded(MANDATE, grounds=_administering(Mandate.objects.all()))
recorded(DEPUTYSHIP, grounds=_administering(Deputyship.objects.all(), "mandate__organisation"))
recorded(OFFICE, grounds=by_office("administrator"))
recorded(ADMINISTRATOR, grounds=_administering(OrganisationAdministrator.objects.all()))
ground_shown(ADMINISTRATOR, _administrators)
