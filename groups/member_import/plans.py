"""What each row of a list would do now: the same answer for who previews it and for who carries it out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.common.periods import open_seats
from groups.common.texts import MANDATE_RESTS, MAY_NOT_APPOINT
from groups.initiative_groups.models import InitiativeGroup
from groups.joining.models import Invitation
from groups.mandates.models import Mandate
from groups.mandates.own_seats import (
    OWN_SEAT,
    SEAT_OF_ABSENT,
    SEAT_OF_UNSEATER,
    OwnPost,
    deputy_coordinates,
    find_coordinating_deputies,
    find_unseaters,
    needs_an_answer,
    stood_in_for,
)
from groups.mandates.policies import MandatePolicy
from groups.mandates.selectors import mandates_at_work
from groups.member_import.entries import Column, Entry, Fault, Named, Outcome, Planned, Written
from groups.member_import.normalisation import folded
from groups.member_import.organisation_lookup import AMBIGUOUS, NOT_FOUND, organisations_called
from groups.organisations.models import Organisation
from groups.organisations.policies import OrganisationPolicy
from groups.seats.models import Membership
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.names import MIXED, misspelt


def with_organisations(
    actor: Actor, group: InitiativeGroup, rows: Sequence[Written | Named | Fault]
) -> list[Entry | Fault]:
    """Find the organisations by their full or short names in either language; of several, those nearby."""
    wanted = {folded(row.organisation) for row in rows if not isinstance(row, Fault)}
    register = organisations_called(actor, group, wanted)
    placed = [row if isinstance(row, Fault) else _placed(row, register) for row in rows]
    return [one for one in placed if one is not None]


def _placed(row: Written | Named, register: dict[str, list[Organisation]]) -> Entry | Fault | None:
    """The entry, or why its organisation is not known; None where that is known and the row has other
    faults.
    """
    found = register.get(folded(row.organisation), [])
    if len(found) > 1:
        return Fault(row.number, Column.ORGANISATION, "ambiguous", AMBIGUOUS)
    if not found:
        return Fault(row.number, Column.ORGANISATION, "not_found", NOT_FOUND)
    if isinstance(row, Named):
        return None
    facts = {name: getattr(row, name) for name in Written.__slots__} | {"organisation": found[0]}
    return Entry(**facts)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows are held against, read once for all of them.

    `brings` is who brings the list: they do not appoint themselves. Where somebody else leads the group,
    `asks_first` is the same person, and `stood_in_for` the mandates in which they stand in: those seats are
    not theirs to give. `unseaters` have taken a facilitator's post from somebody there this week, and
    `deputies` are those who coordinate there, by the mandate for which they stand in.
    """

    people: dict[str, User]
    seated: set[str]
    invited: set[str]
    mandates: dict[tuple[UUID, UUID], Mandate]
    may_appoint: set[UUID]
    brings: UUID | None
    asks_first: UUID | None
    stood_in_for: set[UUID]
    unseaters: set[UUID]
    deputies: dict[UUID, User]
    day: date


def plan(actor: Actor, group: InitiativeGroup, entries: Sequence[Entry]) -> list[Planned | Fault]:
    """What each entry would do, or why it cannot: the first reason in the order of the columns.

    As many queries for many as for few.
    """
    known = _known(actor, group, entries)
    first: dict[str, int] = {}
    return [_planned(entry, known, first.setdefault(entry.email, entry.number)) for entry in entries]


def _known(actor: Actor, group: InitiativeGroup, entries: Sequence[Entry]) -> _Known:
    addresses = {entry.email for entry in entries}
    people = {one.email: one for one in User.objects.filter(email__in=addresses, is_active=True)}
    seats = Membership.objects.filter(open_seats(now()), group=group)
    theirs = seats.filter(mandate__person__email__in=addresses)
    organisations = list({entry.organisation.pk: entry.organisation for entry in entries}.values())
    allowed = OrganisationPolicy().allowed_in(actor, organisations)
    asks = needs_an_answer(actor, [group])
    mandates = mandates_at_work([one.pk for one in people.values()], MandatePolicy().visible_to(actor))
    return _Known(
        people=people,
        seated=set(theirs.values_list("mandate__person__email", flat=True)),
        invited={one.email for one in _invitations(group, addresses) if one.opens(now())},
        mandates=mandates,
        may_appoint={one.pk for one, steps in zip(organisations, allowed, strict=True) if "appoint" in steps},
        brings=actor.person_id,
        asks_first=actor.person_id if asks else None,
        stood_in_for=stood_in_for(actor) if asks else set(),
        unseaters=find_unseaters([one.pk for one in people.values()], [group]),
        deputies=find_coordinating_deputies([group], mandates.values()),
        day=today(group.time_zone),
    )


def _invitations(group: InitiativeGroup, addresses: set[str]) -> Iterator[Invitation]:
    return Invitation.objects.filter(group=group, email__in=addresses, revoked_at=None).iterator()


def _planned(entry: Entry, known: _Known, first: int) -> Planned | Fault:
    person = known.people.get(entry.email)
    mandate = None if person is None else known.mandates.get((person.pk, entry.organisation.pk))
    fault = (
        _fault_of_name(entry)
        or _fault_of_address(entry, known, first)
        or _refusal_of(entry, known, person, mandate)
        or _fault_of_terms(entry, known)
    )
    if fault is not None:
        return Fault(entry.number, *fault)
    if mandate is not None:
        return Planned(entry, Outcome.SEAT, person, mandate)
    # Only who may appoint learns that somebody has an account: the others invite, and it is the same to them.
    if person is not None and entry.document:
        return Planned(entry, Outcome.APPOINT, person)
    return Planned(entry, Outcome.INVITE)


_Reason = tuple[Column, str, str | Promise]


def _fault_of_name(entry: Entry) -> _Reason | None:
    words = misspelt(entry.name)
    return None if words is None else (Column.NAME, MIXED, words)


def _fault_of_address(entry: Entry, known: _Known, first: int) -> _Reason | None:
    if first != entry.number:
        twice = _("The same address stands in row %(number)d.") % {"number": first}
        return Column.EMAIL, "duplicate", twice
    if entry.email in known.seated:
        return Column.EMAIL, "already_seated", _("Sits in the group already.")
    if entry.email in known.invited:
        return Column.EMAIL, "already_invited", _("Is invited already.")
    return None


def _refusal_of(entry: Entry, known: _Known, person: User | None, mandate: Mandate | None) -> _Reason | None:
    """Why a seat would be refused to somebody who is known; a letter is refused to nobody."""
    if person is None or not (mandate is not None or entry.document):
        return None
    if person.pk == known.asks_first:
        return Column.EMAIL, "own_seat", OWN_SEAT
    if person.pk in known.unseaters and person.pk != known.brings:
        return Column.EMAIL, "own_seat", SEAT_OF_UNSEATER
    if mandate is None:
        return (Column.EMAIL, OwnPost.code, OwnPost.detail) if person.pk == known.brings else None
    if mandate.rested_at is not None:
        return Column.EMAIL, "mandate_rests", MANDATE_RESTS
    if mandate.pk in known.stood_in_for:
        return Column.EMAIL, "own_seat", SEAT_OF_ABSENT
    if mandate.pk in known.deputies:
        refusal = deputy_coordinates(known.deputies[mandate.pk])
        return Column.EMAIL, refusal.reason, refusal.text
    return None


def _fault_of_terms(entry: Entry, known: _Known) -> _Reason | None:
    may_appoint = entry.organisation.pk in known.may_appoint
    if entry.document and may_appoint and not entry.position:
        return Column.POSITION, "blank", _("Say in which position the document appoints.")
    if entry.until is not None and entry.until < known.day:
        return Column.UNTIL, "past", _("This day has passed.")
    if entry.document and not may_appoint:
        return Column.DOCUMENT, "may_not_appoint", MAY_NOT_APPOINT
    return None
