"""Whom this room tells of what happens to action items, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from groups.models import Deputyship, MandateState, Role
from groups.policies import live
from groups.selectors import facilitators_of, people_of, standing_in
from tasks import events, wording
from tasks.models import ActionItem, ActionItemUserPermission, Remark
from tasks.selectors import items_for
from tasks.stance import WORK, Stance
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Words, notice

SPEAKING = [Role.FACILITATOR, Role.SECRETARY, Role.MEMBER]
Group = Callable[[ActionItem], Iterable[Recipient]]


# ---- who is who --------------------------------------------------------------------------------------------


def named(item: ActionItem) -> list[Recipient]:
    """The person whose work it is, and who stands in for them, while the mandate lasts; nobody whose account
    is closed.
    """
    at = now()
    if item.owner is None or item.owner.state(at, item.group.time_zone) != MandateState.ACTIVE:
        return []
    standing = Deputyship.objects.filter(standing_in(at), mandate=item.owner, deputy__is_active=True)
    holder = [item.owner.person_id] if item.owner.person.is_active else []
    return [Recipient(pk, wording.NAMED) for pk in (*holder, *standing.values_list("deputy", flat=True))]


def owners(item: ActionItem) -> list[Recipient]:
    """The named person, else everybody who speaks for the owner in the group; and guests who were asked to
    work.
    """
    people = named(item) or [
        Recipient(pk, wording.OWNER)
        for pk in people_of(item.group_id, organisation_id=item.owner_organisation_id, roles=SPEAKING)
    ]
    guests = live(ActionItemUserPermission).filter(content_object=item.pk, permission__codename=WORK)
    return people + [Recipient(pk, wording.GUEST) for pk in guests.values_list("user", flat=True)]


def verifiers(item: ActionItem) -> list[Recipient]:
    """Everybody in the group who may verify it."""
    speakers = people_of(item.group_id, organisation_id=item.verifier_organisation_id, roles=SPEAKING)
    stances = {pk: Stance.of(Actor.for_person(pk)) for pk in speakers}
    return [Recipient(pk, wording.VERIFIER) for pk in speakers if stances[pk].voices_for_verifier(item)]


def facilitators(item: ActionItem) -> list[Recipient]:
    return [Recipient(pk, wording.FACILITATOR) for pk in facilitators_of(item.group_id)]


def proposer(item: ActionItem) -> list[Recipient]:
    return [Recipient(item.created_by_id, wording.PROPOSER)]


REMINDED: dict[str, Group] = {"owner": owners, "verifier": verifiers, "facilitator": facilitators}


def _told(*groups: Group) -> Callable[[Event], Iterable[Recipient]]:
    """Recipients by event: some groups of people around its item."""

    def recipients(event: Event) -> Iterable[Recipient]:
        item = _item(event)
        return [one for group in groups for one in group(item)]

    return recipients


def _item(event: Event) -> ActionItem:
    return ActionItem.objects.select_related("group", "owner__person").get(pk=event.subject_id)


def _of_another_day(event: Event) -> Iterable[Recipient]:
    """Of all that can be changed, the owner is told of another due day."""
    return owners(_item(event)) if event.data["due_after"] else []


def _reminded(event: Event) -> Iterable[Recipient]:
    return REMINDED[event.data["audience"]](_item(event))


# ---- words -------------------------------------------------------------------------------------------------


def _render(say: wording.Say) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, Words]]:
    """Words about the items that the reader sees now; `say` gives line and text of one event."""

    def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
        items = items_for(reader).in_bulk({one.subject_id for one in notifications})
        remarks = Remark.objects.in_bulk({pk for one in notifications if (pk := _remark_of(one.event))})
        return {
            one.pk: wording.words(
                say, items[one.subject_id], one.event, remarks.get(_remark_of(one.event)), one.reason
            )
            for one in notifications
            if one.subject_id in items
        }

    return render


def _remark_of(event: Event) -> UUID | None:
    raw = event.data.get("remark_id")
    return UUID(raw) if raw else None


for kind, recipients, say in (
    (events.ActionMade, _told(owners), wording.assigned),
    (events.ActionReassigned, _told(owners), wording.assigned),
    (events.ActionEdited, _of_another_day, wording.moved_to_another_day),
    (events.ActionAccepted, _told(facilitators, proposer), wording.accepted),
    (events.ActionDeclined, _told(facilitators, proposer), wording.declined),
    (events.ActionBlocked, _told(facilitators, proposer), wording.blocked),
    (events.ActionCompleted, _told(verifiers, facilitators), wording.completed),
    (events.ActionVerified, _told(owners, facilitators, proposer), wording.verified),
    (events.ActionReturned, _told(owners, facilitators), wording.returned),
    (events.ActionCancelled, _told(owners), wording.cancelled),
    (events.ReminderDue, _reminded, wording.reminded),
):
    notice(kind.kind, recipients=recipients, render=_render(say))
