"""Grounds of the access record: by what right people read seats, absences and requests.

Covers why a seat or office ended, emergency requests, and lookups of what others see.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet

from groups.access.access_log import PERSON_ACCESS
from groups.access.oversight import list_people_overseen_by
from groups.access.person_access import explain_leadership
from groups.access.privacy import explain_access_to_rows
from groups.access.selectors import get_main_source
from groups.authority.territorial import TerritorialScope, list_offices_of
from groups.break_glass.access_log import EMERGENCY
from groups.break_glass.models import BreakGlass, Capacity
from groups.break_glass.policies import BreakGlassAuthority
from groups.grants import prefetch_sources
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
from groups.organisations.policies import get_administration_records, get_codes_by_organisation
from groups.seats.models import Membership
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.text import bilingual_of
from viche.privacy.registry import (
    AccessGround,
    GroundContext,
    GroundFinder,
    build_office_grounds,
    register_ground_presenter,
    register_recorded_kind,
)


def _explain_by_group(rows: QuerySet[Any]) -> GroundFinder:
    """Return the grounds of facilitators and coordinators for reading rows of their `group`."""

    def why(person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, AccessGround]:
        group_of = dict(rows.filter(pk__in=ids).values_list("pk", "group"))
        grounds = _explain_leadership(person_id, list(set(group_of.values())))
        return {pk: grounds[group] for pk, group in group_of.items() if group in grounds}

    return why


def _explain_by_organisation(rows: QuerySet[Any], organisation: str = "organisation") -> GroundFinder:
    """Return the grounds of an organisation's administrators and coordinators for reading rows.

    Coordinators are those of the territories where the organisation works.
    """

    def why(person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, AccessGround]:
        organisation_of = dict(rows.filter(pk__in=ids).values_list("pk", organisation))
        grounds = _find_organisation_grounds(Actor.for_person(person_id), set(organisation_of.values()))
        return {pk: grounds[one] for pk, one in organisation_of.items() if one in grounds}

    return why


def _find_organisation_grounds(
    actor: Actor, organisation_ids: Collection[UUID]
) -> Mapping[UUID, AccessGround]:
    own, codes = get_administration_records(actor), get_codes_by_organisation(organisation_ids)
    found = {pk: AccessGround(ADMINISTRATOR, own[pk]) for pk in organisation_ids if pk in own}
    for office in list_offices_of(actor, OfficeKind.COORDINATOR):
        reach = TerritorialScope((office.territory.prefix,))
        for pk in organisation_ids:
            if pk not in found and reach.covers(codes.get(pk, [])):
                found[pk] = AccessGround("office", office.pk)
    return found


def _explain_leadership(person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, AccessGround]:
    """Return the grounds of a person who facilitates or coordinates groups, by group."""
    groups = list(InitiativeGroup.objects.filter(pk__in=ids).select_related("territory"))
    with prefetch_sources(groups):
        found = {one.pk: GroupPolicy().leaders(one).get(person_id, []) for one in groups}
    grounds = {pk: get_main_source(sources) for pk, sources in found.items() if sources}
    return {pk: AccessGround(one.kind, one.record_id) for pk, one in grounds.items()}


def _explain_emergency_answers(person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, AccessGround]:
    """Return the grounds of a person who may answer requests for emergency access."""
    desk = BreakGlassAuthority.of(Actor.for_person(person_id))
    rows = BreakGlass.objects.filter(pk__in=ids).select_related("group__territory")
    capacities = {row.pk: desk.capacity_in(row.group) for row in rows}
    return {
        pk: AccessGround(GROUND_OF_CAPACITY[capacity])
        for pk, capacity in capacities.items()
        if capacity is not None
    }


GROUND_OF_CAPACITY = {
    Capacity.OFFICER: "data_protection_officer",
    Capacity.COORDINATOR: "office",
    Capacity.ADMINISTRATOR: "administrator",
}


def _list_invitations_of(person_id: UUID) -> QuerySet[Any]:
    """Return the invitations to a person's address, also those from before they had an account."""
    address = User.objects.filter(pk=person_id).values("email")
    return Invitation.objects.filter(email__in=address).annotate(thing=F("pk"), since=F("created_at"))


def _list_personal_invitations_of(person_id: UUID) -> QuerySet[Any]:
    address = User.objects.filter(pk=person_id).values("email")
    rows = PersonalInvitation.objects.filter(email__in=address)
    return rows.annotate(thing=F("pk"), since=F("created_at"))


def _explain_invitations(person_id: UUID, ids: Sequence[UUID]) -> dict[UUID, AccessGround]:
    """Return the grounds for reading invitations.

    To a group: facilitating or coordinating it; in person: the right to give what is offered.
    """
    found = dict(_explain_by_group(Invitation.objects.all())(person_id, ids))
    rows = PersonalInvitation.objects.filter(pk__in=ids)
    found |= _explain_by_organisation(rows.exclude(organisation=None))(person_id, ids)
    offices = rows.exclude(territory=None).values_list("pk", flat=True)
    found |= dict.fromkeys(offices, AccessGround("administrator"))
    return found | explain_access_to_rows(person_id, rows.exclude(container_id=None))


def _show_administrators(ids: Collection[UUID]) -> dict[UUID, GroundContext]:
    rows = OrganisationAdministrator.objects.filter(pk__in=ids).select_related("organisation")
    return {row.pk: GroundContext(bilingual_of(row.organisation, "name")) for row in rows}


def _explain_person_access(reader_id: UUID, ids: Sequence[UUID]) -> dict[UUID, AccessGround]:
    """Return by what right a reader looked up what some people see.

    The access list of a group shows the officer of its territory also people outside their oversight, such as
    the coordinator of a wider territory.
    """
    actor = Actor.for_person(reader_id)
    cared = set(list_people_overseen_by(actor).filter(pk__in=ids).values_list("pk", flat=True))
    led = {pk: explain_leadership(actor, pk) for pk in ids if pk not in cared}
    found = {pk: AccessGround(one.kind, one.record_id) for pk, one in led.items() if one is not None}
    serves = bool(TerritorialScope.of(actor, OfficeKind.DATA_PROTECTION_OFFICER).prefixes)
    named = [pk for pk in ids if pk in cared or (serves and pk not in found)]
    return {**found, **dict.fromkeys(named, AccessGround("data_protection_officer"))}


register_recorded_kind(EMERGENCY, grounds=_explain_emergency_answers)
register_recorded_kind(MEMBER_LIST, grounds=_explain_leadership)
register_recorded_kind(PERSON_ACCESS, grounds=_explain_person_access)
register_recorded_kind(REQUEST, grounds=_explain_by_group(JoinRequest.objects.all()))
register_recorded_kind(
    INVITATION, grounds=_explain_invitations, concerns=[_list_invitations_of, _list_personal_invitations_of]
)
register_recorded_kind(SEAT, grounds=_explain_by_group(Membership.objects.all()))
register_recorded_kind(MANDATE, grounds=_explain_by_organisation(Mandate.objects.all()))
register_recorded_kind(
    DEPUTYSHIP, grounds=_explain_by_organisation(Deputyship.objects.all(), "mandate__organisation")
)
register_recorded_kind(OFFICE, grounds=build_office_grounds("administrator"))
register_recorded_kind(
    ADMINISTRATOR, grounds=_explain_by_organisation(OrganisationAdministrator.objects.all())
)
register_ground_presenter(ADMINISTRATOR, _show_administrators)
