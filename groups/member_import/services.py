"""Bringing a list of people into a group: all of it as it was shown, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.common.periods import COUNTRY_ZONE, day_end
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.joining.invitations import invite
from groups.mandates.models import Mandate
from groups.mandates.services import appoint_mandate
from groups.member_import.entries import MOST_ROWS, Entry, Fault, Outcome, Planned
from groups.member_import.plans import plan
from groups.memberships.services import start_membership
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Conflict, FieldError, Invalid
from viche.kernel.policy import load
from viche.kernel.services import service

INVITED_FOR = timedelta(days=30)


@service(GroupAction.INVITE, GroupAction.ADD_MEMBER)
def import_members(
    *, actor: Actor, group_id: UUID, shown: Sequence[tuple[Entry, Outcome]]
) -> Counter[Outcome]:
    """Do with each entry what was shown for it: a seat, a mandate and a seat, or a letter; how many of each.

    Invitations hold for a month, to the end of its last day. Raises Invalid at `/rows` for none or too many,
    Conflict with the rows (`/rows/3`, from 0) for which something else would happen by now, TooMany for more
    letters than a day has; then nothing was done.
    """
    group = load(GroupPolicy(), actor, group_id, GroupAction.INVITE)
    load(GroupPolicy(), actor, group_id, GroupAction.ADD_MEMBER)
    if not 1 <= len(shown) <= MOST_ROWS:
        raise Invalid.field(
            "/rows", "out_of_range", _("A list has 1 to %(most)d people.") % {"most": MOST_ROWS}
        )
    entries = [entry for entry, _outcome in shown]
    _hold_mandates(plan(actor, group, entries))
    # One list at a time: two could each invite the same people.
    group = load(GroupPolicy(), actor, group_id, GroupAction.INVITE, lock=True)
    planned = _as_shown(plan(actor, group, entries), [outcome for _entry, outcome in shown])
    for one in planned:
        DOING[one.outcome](actor, group, one)
    return Counter(one.outcome for one in planned)


def _hold_mandates(planned: Sequence[Planned | Fault]) -> None:
    """All mandates before the group, in one order: a list and a seat never wait for each other."""
    ids = [one.mandate.pk for one in planned if isinstance(one, Planned) and one.mandate is not None]
    list(Mandate.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def _as_shown(planned: Sequence[Planned | Fault], outcomes: Sequence[Outcome]) -> list[Planned]:
    """The plan, if it is what was shown. Raises Conflict."""
    errors, same = [], []
    for index, (one, outcome) in enumerate(zip(planned, outcomes, strict=True)):
        if isinstance(one, Fault):
            errors.append(FieldError(f"/rows/{index}/{one.column}", one.code, one.message))
        elif one.outcome != outcome:
            errors.append(FieldError(f"/rows/{index}", "changed", CHANGED[one.outcome]))
        else:
            same.append(one)
    if errors:
        raise Conflict("list_changed", NOTHING_DONE, errors=errors)
    return same


NOTHING_DONE = _("Something has changed since the list was checked, so nothing was done. Check it again.")
CHANGED: dict[Outcome, Promise] = {
    Outcome.SEAT: _("By now this person would get a seat at once."),
    Outcome.APPOINT: _("By now this person would be appointed and get a seat."),
    Outcome.INVITE: _("By now this person would get a letter that invites."),
}


def _seat(actor: Actor, group: InitiativeGroup, one: Planned) -> None:
    if one.mandate is not None:
        _start(actor, group, one, one.mandate)


def _appoint(actor: Actor, group: InitiativeGroup, one: Planned) -> None:
    entry, person = one.entry, one.person
    mandate = appoint_mandate(
        actor=actor,
        person_id=None if person is None else person.pk,
        organisation_id=entry.organisation.pk,
        position_uk=entry.position,
        document=entry.document,
        starts_on=today(COUNTRY_ZONE),
        ends_on=entry.until,
    )
    _start(actor, group, one, mandate)


def _start(actor: Actor, group: InitiativeGroup, one: Planned, mandate: Mandate) -> None:
    until = one.entry.until
    start_membership(
        actor=actor,
        group_id=group.pk,
        mandate_id=mandate.pk,
        role=one.entry.role,
        until=None if until is None else day_end(until, group.time_zone),
    )


def _invite(actor: Actor, group: InitiativeGroup, one: Planned) -> None:
    entry = one.entry
    last = (now() + INVITED_FOR).date()
    invite(
        actor=actor,
        group_id=group.pk,
        organisation_id=entry.organisation.pk,
        role=entry.role,
        expires_at=day_end(last, group.time_zone),
        email=entry.email,
        document=entry.document,
        position_uk=entry.position,
        ends_on=entry.until,
    )


DOING: dict[Outcome, Callable[[Actor, InitiativeGroup, Planned], None]] = {
    Outcome.SEAT: _seat,
    Outcome.APPOINT: _appoint,
    Outcome.INVITE: _invite,
}
