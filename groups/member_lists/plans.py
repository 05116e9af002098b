"""What each row of a list would do now: the same answer for who previews it and for who carries it out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.member_lists.entries import Column, Entry, Fault, Outcome, Planned, Written
from groups.member_lists.spelling import folded
from groups.models import InitiativeGroup, Invitation, Mandate, Membership, Organisation, TerritoryLevel
from groups.models.territories import PREFIX
from groups.policies import MandatePolicy, OrganisationPolicy
from groups.policies.organisations import codes_of_all
from groups.terms import COUNTRY_ZONE
from groups.texts import MAY_NOT_APPOINT
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today

HROMADA = PREFIX[TerritoryLevel.HROMADA]


def with_organisations(
    actor: Actor, group: InitiativeGroup, rows: Sequence[Written | Fault]
) -> list[Entry | Fault]:
    """Find the organisations by their full or short names in either language; of several, those nearby."""
    register = _register(actor)
    wanted = {folded(row.organisation) for row in rows if isinstance(row, Written)}
    ids = [one.pk for name in wanted for one in register.get(name, ())]
    prefix = group.territory.prefix[:HROMADA]
    near = {pk for pk, codes in codes_of_all(ids).items() if any(one.startswith(prefix) for one in codes)}
    return [_placed(row, register, near) if isinstance(row, Written) else row for row in rows]


def _register(actor: Actor) -> dict[str, list[Organisation]]:
    known: dict[str, list[Organisation]] = defaultdict(list)
    for one in OrganisationPolicy().visible_to(actor).order_by("id"):
        names = (one.name_uk, one.name_en, one.short_name_uk, one.short_name_en)
        for name in {folded(name) for name in names if name}:
            known[name].append(one)
    return known


def _placed(row: Written, register: dict[str, list[Organisation]], near: set[UUID]) -> Entry | Fault:
    found = register.get(folded(row.organisation), [])
    if len(found) > 1:
        found = [one for one in found if one.pk in near] or found
    if len(found) == 1:
        facts = {name: getattr(row, name) for name in Written.__slots__} | {"organisation": found[0]}
        return Entry(**facts)
    if found:
        message: str | Promise = _("Several organisations are called so. Write the full name.")
        return Fault(row.number, Column.ORGANISATION, "ambiguous", message)
    message = _("There is no such organisation in the register. Write the name as it stands there.")
    return Fault(row.number, Column.ORGANISATION, "not_found", message)


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rows are held against, read once for all of them."""

    people: dict[str, User]
    seated: set[str]
    invited: set[str]
    mandates: dict[tuple[UUID, UUID], Mandate]
    may_appoint: set[UUID]
    day: date


def plan(actor: Actor, group: InitiativeGroup, entries: Sequence[Entry]) -> list[Planned | Fault]:
    """What each entry would do, or the first reason why it cannot. As many queries for many as for few."""
    known = _known(actor, group, entries)
    first: dict[str, int] = {}
    return [_planned(entry, known, first.setdefault(entry.email, entry.number)) for entry in entries]


def _known(actor: Actor, group: InitiativeGroup, entries: Sequence[Entry]) -> _Known:
    addresses = {entry.email for entry in entries}
    people = {one.email: one for one in User.objects.filter(email__in=addresses, is_active=True)}
    seats = Membership.objects.filter(Q(until=None) | Q(until__gt=now()), group=group)
    theirs = seats.filter(mandate__person__email__in=addresses)
    organisations = list({entry.organisation.pk: entry.organisation for entry in entries}.values())
    allowed = OrganisationPolicy().allowed_in(actor, organisations)
    return _Known(
        people=people,
        seated=set(theirs.values_list("mandate__person__email", flat=True)),
        invited={one.email for one in _invitations(group, addresses) if one.opens(now())},
        mandates=_mandates(actor, list(people.values())),
        may_appoint={one.pk for one, steps in zip(organisations, allowed, strict=True) if "appoint" in steps},
        day=today(group.time_zone),
    )


def _invitations(group: InitiativeGroup, addresses: set[str]) -> Iterator[Invitation]:
    return Invitation.objects.filter(group=group, email__in=addresses, revoked_at=None).iterator()


def _mandates(actor: Actor, people: Collection[User]) -> dict[tuple[UUID, UUID], Mandate]:
    """The mandate by which each person acts for an organisation today, of those that `actor` knows of."""
    day = today(COUNTRY_ZONE)
    going = (
        MandatePolicy()
        .visible_to(actor)
        .filter(
            Q(ends_on=None) | Q(ends_on__gte=day),
            Q(ended_at=None) | Q(ended_at__gt=now()),
            person__in=people,
            starts_on__lte=day,
            rested_at=None,
        )
    )
    # The oldest of several comes last, and stays.
    return {(one.person_id, one.organisation_id): one for one in going.order_by("-starts_on", "-id")}


def _planned(entry: Entry, known: _Known, first: int) -> Planned | Fault:
    fault = _fault_of(entry, known, first)
    if fault is not None:
        return Fault(entry.number, *fault)
    person = known.people.get(entry.email)
    if person is None:
        return Planned(entry, Outcome.INVITE)
    mandate = known.mandates.get((person.pk, entry.organisation.pk))
    if mandate is not None:
        return Planned(entry, Outcome.SEAT, person, mandate)
    # Only who may appoint learns that somebody has an account: the others invite, and it is the same to them.
    return Planned(entry, Outcome.APPOINT, person) if entry.document else Planned(entry, Outcome.INVITE)


def _fault_of(entry: Entry, known: _Known, first: int) -> tuple[Column, str, str | Promise] | None:
    if first != entry.number:
        twice = _("The same address stands in row %(number)d.") % {"number": first}
        return Column.EMAIL, "duplicate", twice
    if entry.email in known.seated:
        return Column.EMAIL, "already_seated", _("Sits in the group already.")
    if entry.email in known.invited:
        return Column.EMAIL, "already_invited", _("Is invited already.")
    if entry.until is not None and entry.until < known.day:
        return Column.UNTIL, "past", _("This day has passed.")
    if entry.document and entry.organisation.pk not in known.may_appoint:
        return Column.DOCUMENT, "may_not_appoint", MAY_NOT_APPOINT
    if entry.document and not entry.position:
        return Column.POSITION, "blank", _("Say in which position the document appoints.")
    return None
