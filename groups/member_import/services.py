"""Import of a member list into a group: all rows as previewed, or none."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import timedelta
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.common.periods import COUNTRY_ZONE, get_day_end
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.joining.invitations import invite
from groups.list_import.parsed_rows import RowFault, check_row_count, check_unchanged
from groups.mandates.models import Mandate
from groups.mandates.services import appoint_mandate
from groups.member_import.entries import ImportRow, Outcome, PlannedRow
from groups.member_import.plans import plan_rows
from groups.memberships.services import start_membership
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.policy import load
from viche.kernel.services import service

INVITATION_LIFETIME = timedelta(days=30)


@service(GroupAction.INVITE, GroupAction.ADD_MEMBER)
def import_members(
    *, actor: Actor, group_id: UUID, shown: Sequence[tuple[ImportRow, Outcome]]
) -> Counter[Outcome]:
    """Import rows with their previewed outcomes; return the number of each outcome.

    Invitations are valid for a month, to the end of its last day. Raises Invalid at `/rows` for none or too
    many, Conflict with the rows (`/rows/3`, from 0) whose outcome has changed, TooMany for more e-mails than
    a day allows; then nothing is changed.
    """
    group = load(GroupPolicy(), actor, group_id, GroupAction.INVITE)
    load(GroupPolicy(), actor, group_id, GroupAction.ADD_MEMBER)
    check_row_count(shown, _("A list has 1 to %(most)d people."))
    entries = [entry for entry, _outcome in shown]
    _lock_mandates(plan_rows(actor, group, entries))
    # One list at a time: two lists could each invite the same people.
    group = load(GroupPolicy(), actor, group_id, GroupAction.INVITE, lock=True)
    outcomes = [outcome for _entry, outcome in shown]
    planned = check_unchanged(plan_rows(actor, group, entries), outcomes, _find_change)
    for one in planned:
        ACTION_OF_OUTCOME[one.outcome](actor, group, one)
    return Counter(one.outcome for one in planned)


def _lock_mandates(planned: Sequence[PlannedRow | RowFault]) -> None:
    """Lock all mandates before the group, in one order, so that a list and a seat cannot deadlock."""
    ids = [one.mandate.pk for one in planned if isinstance(one, PlannedRow) and one.mandate is not None]
    list(Mandate.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk").values_list("pk"))


def _find_change(one: PlannedRow, outcome: Outcome) -> Promise | None:
    return None if one.outcome == outcome else CHANGED_OUTCOMES[one.outcome]


CHANGED_OUTCOMES: dict[Outcome, Promise] = {
    Outcome.SEAT: _("This person would now get a seat at once."),
    Outcome.APPOINT: _("By now this person would be appointed and get a seat."),
    Outcome.INVITE: _("By now this person would get a letter that invites."),
}


def _seat_row(actor: Actor, group: InitiativeGroup, one: PlannedRow) -> None:
    if one.mandate is not None:
        _start_membership(actor, group, one, one.mandate)


def _appoint_row(actor: Actor, group: InitiativeGroup, one: PlannedRow) -> None:
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
    _start_membership(actor, group, one, mandate)


def _start_membership(actor: Actor, group: InitiativeGroup, one: PlannedRow, mandate: Mandate) -> None:
    until = one.entry.until
    start_membership(
        actor=actor,
        group_id=group.pk,
        mandate_id=mandate.pk,
        role=one.entry.role,
        until=None if until is None else get_day_end(until, group.time_zone),
    )


def _invite_row(actor: Actor, group: InitiativeGroup, one: PlannedRow) -> None:
    entry = one.entry
    last = (now() + INVITATION_LIFETIME).date()
    invite(
        actor=actor,
        group_id=group.pk,
        organisation_id=entry.organisation.pk,
        role=entry.role,
        expires_at=get_day_end(last, group.time_zone),
        email=entry.email,
        document=entry.document,
        position_uk=entry.position,
        ends_on=entry.until,
    )


ACTION_OF_OUTCOME: dict[Outcome, Callable[[Actor, InitiativeGroup, PlannedRow], None]] = {
    Outcome.SEAT: _seat_row,
    Outcome.APPOINT: _appoint_row,
    Outcome.INVITE: _invite_row,
}
