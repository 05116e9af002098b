"""The plan of a member import: the outcome of each row, computed alike for preview and execution."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.common.periods import not_ended_q
from groups.common.texts import MANDATE_IS_SUSPENDED, MAY_NOT_APPOINT
from groups.initiative_groups.models import InitiativeGroup
from groups.joining.models import Invitation
from groups.list_import.organisation_lookup import find_organisations_by_name
from groups.list_import.parsed_rows import ParsedRow, RowFault, collect_names, resolve_names
from groups.mandates.models import Mandate
from groups.mandates.own_seats import (
    DEPUTISED_SEAT_REFUSED,
    LEAD_OF_COORDINATOR,
    OWN_SEAT_REFUSED,
    SEAT_OF_LEAD_CHANGER,
    OwnPost,
    build_deputy_refusal,
    find_coordinating_deputies,
    find_lead_changers,
    find_undecided_leads,
    is_facilitator_decision_required,
    list_deputised_mandate_ids,
    list_principal_ids,
)
from groups.mandates.policies import MandatePolicy
from groups.mandates.selectors import find_active_mandates
from groups.member_import.entries import ColumnName, ImportRow, Outcome, PlannedRow
from groups.organisations.policies import OrganisationPolicy
from groups.seats.models import Membership, Role
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.name_validation import MIXED_ALPHABETS, find_mixed_alphabet_error


def resolve_organisations(actor: Actor, group: InitiativeGroup, rows: Sequence[ParsedRow]) -> list[ImportRow]:
    """Return the rows without faults, with their organisations instead of names.

    Organisations are found by full or short name in either language; among several, by territory.
    """
    register = find_organisations_by_name(actor, group, collect_names(rows, "organisation"))
    resolve_names(rows, {"organisation": register})
    return [ImportRow(row.number, **row.values) for row in rows if not row.faults]


@dataclass(frozen=True, slots=True)
class _ImportContext:
    """The data that rows are checked against, loaded once for all rows.

    - `brings`: the actor who imports. They cannot appoint themselves, nor any other of `principals`.
    - `self_seating_id`: the actor too, if another person facilitates the group and must decide on the actor's
      own seat; else None. In that case `deputised_mandate_ids` are the mandates for which the actor is a
      deputy, and through which they cannot give a seat.
    - `lead_changers`: coordinators who changed this week who facilitates the group.
    - `undecided_leads`: coordinators whom only a facilitator of the group makes one.
    - `deputies`: by mandate, a deputy who coordinates the territory.
    """

    people: dict[str, User]
    seated: set[str]
    invited: set[str]
    mandates: dict[tuple[UUID, UUID], Mandate]
    may_appoint: set[UUID]
    brings: UUID | None
    principals: set[UUID]
    self_seating_id: UUID | None
    deputised_mandate_ids: set[UUID]
    lead_changers: set[UUID]
    undecided_leads: set[UUID]
    deputies: dict[UUID, User]
    day: date


def plan_rows(
    actor: Actor, group: InitiativeGroup, entries: Sequence[ImportRow]
) -> list[PlannedRow | RowFault]:
    """Return the planned outcome of each row, or its first fault in the order of the columns.

    The number of queries does not depend on the number of rows.
    """
    known = _load_context(actor, group, entries)
    first: dict[str, int] = {}
    return [_plan_row(entry, known, first.setdefault(entry.email, entry.number)) for entry in entries]


def _load_context(actor: Actor, group: InitiativeGroup, entries: Sequence[ImportRow]) -> _ImportContext:
    addresses = {entry.email for entry in entries}
    people = {one.email: one for one in User.objects.filter(email__in=addresses, is_active=True)}
    seats = Membership.objects.filter(not_ended_q(now()), group=group)
    theirs = seats.filter(mandate__person__email__in=addresses)
    organisations = list({entry.organisation.pk: entry.organisation for entry in entries}.values())
    allowed = OrganisationPolicy().allowed_in(actor, organisations)
    asks = is_facilitator_decision_required(actor, [group])
    mandates = find_active_mandates([one.pk for one in people.values()], MandatePolicy().visible_to(actor))
    return _ImportContext(
        people=people,
        seated=set(theirs.values_list("mandate__person__email", flat=True)),
        invited={one.email for one in _list_invitations(group, addresses) if one.opens(now())},
        mandates=mandates,
        may_appoint={one.pk for one, steps in zip(organisations, allowed, strict=True) if "appoint" in steps},
        brings=actor.person_id,
        principals=list_principal_ids(actor),
        self_seating_id=actor.person_id if asks else None,
        deputised_mandate_ids=list_deputised_mandate_ids(actor) if asks else set(),
        lead_changers=find_lead_changers(actor, [one.pk for one in people.values()], [group]),
        undecided_leads=find_undecided_leads(actor, [one.pk for one in people.values()], [group]),
        deputies=find_coordinating_deputies([group], mandates.values()),
        day=today(group.time_zone),
    )


def _list_invitations(group: InitiativeGroup, addresses: set[str]) -> Iterator[Invitation]:
    return Invitation.objects.filter(group=group, email__in=addresses, revoked_at=None).iterator()


def _plan_row(entry: ImportRow, known: _ImportContext, first: int) -> PlannedRow | RowFault:
    person = known.people.get(entry.email)
    mandate = None if person is None else known.mandates.get((person.pk, entry.organisation.pk))
    fault = (
        _find_name_fault(entry)
        or _find_address_fault(entry, known, first)
        or _find_seat_refusal(entry, known, person, mandate)
        or _find_terms_fault(entry, known)
    )
    if fault is not None:
        return RowFault(entry.number, *fault)
    if mandate is not None:
        return PlannedRow(entry, Outcome.SEAT, person, mandate)
    # Only an actor who may appoint learns whether the address has an account; for others, the outcome is an
    # invitation in both cases.
    if person is not None and entry.document:
        return PlannedRow(entry, Outcome.APPOINT, person)
    return PlannedRow(entry, Outcome.INVITE)


_Refusal = tuple[ColumnName, str, str | Promise]


def _find_name_fault(entry: ImportRow) -> _Refusal | None:
    words = find_mixed_alphabet_error(entry.name)
    return None if words is None else ("name", MIXED_ALPHABETS, words)


def _find_address_fault(entry: ImportRow, known: _ImportContext, first: int) -> _Refusal | None:
    if first != entry.number:
        twice = _("The same address stands in row %(number)d.") % {"number": first}
        return "email", "duplicate", twice
    if entry.email in known.seated:
        return "email", "already_seated", _("Sits in the group already.")
    if entry.email in known.invited:
        return "email", "already_invited", _("Is invited already.")
    return None


def _find_seat_refusal(
    entry: ImportRow, known: _ImportContext, person: User | None, mandate: Mandate | None
) -> _Refusal | None:
    """Return why a seat would be refused to a known person, or None. An invitation is never refused."""
    if person is None or not (mandate is not None or entry.document):
        return None
    if person.pk == known.self_seating_id:
        return "email", "own_seat", OWN_SEAT_REFUSED
    if refusal := _find_coordinator_refusal(entry, known, person):
        return refusal
    if mandate is None:
        return ("email", OwnPost.code, OwnPost.detail) if person.pk in known.principals else None
    if mandate.rested_at is not None:
        return "email", "mandate_rests", MANDATE_IS_SUSPENDED
    if mandate.pk in known.deputised_mandate_ids:
        return "email", "own_seat", DEPUTISED_SEAT_REFUSED
    if mandate.pk in known.deputies:
        conflict = build_deputy_refusal(known.deputies[mandate.pk])
        return "email", conflict.reason, conflict.text
    return None


def _find_coordinator_refusal(entry: ImportRow, known: _ImportContext, person: User) -> _Refusal | None:
    if person.pk in known.lead_changers and person.pk != known.brings:
        return "email", "own_seat", SEAT_OF_LEAD_CHANGER
    if entry.role == Role.FACILITATOR and person.pk in known.undecided_leads:
        return "role", "own_seat", LEAD_OF_COORDINATOR
    return None


def _find_terms_fault(entry: ImportRow, known: _ImportContext) -> _Refusal | None:
    may_appoint = entry.organisation.pk in known.may_appoint
    if entry.document and may_appoint and not entry.position:
        return "position", "blank", _("Say in which position the document appoints.")
    if entry.until is not None and entry.until < known.day:
        return "until", "past", _("This day has passed.")
    if entry.document and not may_appoint:
        return "document", "may_not_appoint", MAY_NOT_APPOINT
    return None
