"""Whom this room tells of what happens to action items, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from groups.models import Deputyship, MandateState, OrganisationAdministrator, Role
from groups.policies import live
from groups.seats.deputies import standing_in
from groups.selectors import facilitators_of, people_of
from tasks.dependencies import events as dependencies_events
from tasks.evidence import events as evidence_events
from tasks.external_assignees import events as external_assignees_events
from tasks.external_assignees.models import ActionLink
from tasks.items import events as items_events
from tasks.items.access import WORK, may_verify
from tasks.items.models import ActionItem, ActionItemUserPermission
from tasks.items.selectors import items_for, joined
from tasks.items.text_models import Remark
from tasks.items.watcher_model import Watcher
from tasks.lifecycle import notification_text
from tasks.reminders import events as reminders_events
from tasks.reminders.models import OwnReminder, OwnReminderKind, ReminderRule
from tasks.reminders.notification_details import Reminded
from tasks.reminders.recipients import OF_THE_OWNER, reached_by_letter
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, notice

SPEAKING = [Role.FACILITATOR, Role.SECRETARY, Role.MEMBER]
SEATED = list(Role)
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
    return [
        Recipient(pk, notification_text.NAMED) for pk in (*holder, *standing.values_list("deputy", flat=True))
    ]


def owners(item: ActionItem) -> list[Recipient]:
    """The named person, else everybody who speaks for the owner in the group; whoever speaks for a co-owner;
    and guests who were asked to work.
    """
    people = named(item) or speakers(item)
    people += speakers_of(item, item.coowners)
    guests = live(ActionItemUserPermission).filter(content_object=item.pk, permission__codename=WORK)
    return people + [Recipient(pk, notification_text.GUEST) for pk in guests.values_list("user", flat=True)]


def speakers(item: ActionItem) -> list[Recipient]:
    """Everybody who speaks for the owner in the group. For one without an account those lead who reach it."""
    if item.owner_organisation_id is None:
        return [Recipient(pk, notification_text.STANDS_IN) for pk in facilitators_of(item.group_id)]
    people = people_of(item.group_id, organisation_id=item.owner_organisation_id, roles=SPEAKING)
    return [Recipient(pk, notification_text.OWNER) for pk in people]


def speakers_of(item: ActionItem, coowners: Iterable[UUID]) -> list[Recipient]:
    """Everybody who speaks for some of its co-owners in the group."""
    people = (people_of(item.group_id, organisation_id=one, roles=SPEAKING) for one in coowners)
    return [Recipient(pk, notification_text.COOWNER) for found in people for pk in found]


def verifiers(item: ActionItem) -> list[Recipient]:
    """Everybody in the group who may verify it."""
    people = people_of(item.group_id, organisation_id=item.verifier_organisation_id, roles=SPEAKING)
    return [Recipient(pk, notification_text.VERIFIER) for pk in may_verify(item, people)]


def facilitators(item: ActionItem) -> list[Recipient]:
    return [Recipient(pk, notification_text.FACILITATOR) for pk in facilitators_of(item.group_id)]


def proposer(item: ActionItem) -> list[Recipient]:
    return [Recipient(item.created_by_id, notification_text.PROPOSER)]


def organisation(item: ActionItem) -> list[Recipient]:
    """Everybody who speaks for the owner in the group, and who administers it."""
    leads = OrganisationAdministrator.objects.filter(organisation=item.owner_organisation_id, until=None)
    return [
        *speakers(item),
        *(Recipient(pk, notification_text.OWNER) for pk in leads.values_list("person", flat=True)),
    ]


def table(item: ActionItem) -> list[Recipient]:
    """Everybody who sits in the group."""
    return [Recipient(pk, notification_text.SEATED) for pk in people_of(item.group_id, roles=SEATED)]


def watchers(item: ActionItem) -> list[Recipient]:
    """Who follows it; who does not see it any more is told nothing."""
    people = Watcher.objects.filter(action=item).order_by("id").values_list("person", flat=True)
    return [Recipient(pk, notification_text.WATCHER) for pk in people]


REMINDED: dict[str, Group] = {
    "owner": owners,
    "owner_organisation": organisation,
    "verifier": verifiers,
    "facilitator": facilitators,
    "group": table,
}


def _told(*groups: Group) -> Callable[[Event], Iterable[Recipient]]:
    """Recipients by event: some groups of people around its item, and who follows it."""

    def recipients(event: Event) -> Iterable[Recipient]:
        item = _item(event)
        return [one for group in (*groups, watchers) for one in group(item)]

    return recipients


def _item(event: Event) -> ActionItem:
    return ActionItem.objects.select_related("group", "owner__person", "outside_body").get(
        pk=event.subject_id
    )


def _of_another_day(event: Event) -> Iterable[Recipient]:
    """Of all that can be changed, the owner is told of another due day, and who follows the item."""
    item = _item(event)
    return [*owners(item), *watchers(item)] if event.data["due_after"] else []


def _joined(event: Event) -> Iterable[Recipient]:
    """Those whose organisations work on it from now on, and who follows it."""
    item = _item(event)
    return [*speakers_of(item, map(UUID, event.data["added"])), *watchers(item)]


def _reminded(event: Event) -> Iterable[Recipient]:
    """Those for whom it is, but for whoever has put off what was planned. Nobody stands in for an owner
    without an account that gets a letter: their turn comes by the rules.
    """
    item = _item(event)
    people = REMINDED[event.data["audience"]](item)
    if event.data["audience"] in OF_THE_OWNER and reached_by_letter(item):
        people = [one for one in people if one.reason != notification_text.STANDS_IN]
    if event.data["rule"] == ReminderRule.CUSTOM:
        return people
    put_off = OwnReminder.objects.filter(
        action=event.subject_id, kind=OwnReminderKind.SNOOZED, fired_at=None, due_at__gt=now()
    )
    resting = set(put_off.values_list("person", flat=True))
    return [one for one in people if one.person_id not in resting]


def _reminds_oneself(event: Event) -> Iterable[Recipient]:
    return [Recipient(UUID(event.data["person_id"]), notification_text.OWN)]


def _who_reaches(event: Event) -> Iterable[Recipient]:
    """Those who lead, and who had the letter sent: to them it is to call."""
    made = ActionLink.objects.filter(pk=event.data["lost_link_id"]).exclude(made_by=None)
    sent = [Recipient(pk, notification_text.SENT) for pk in made.values_list("made_by", flat=True)]
    return [*sent, *facilitators(_item(event))]


def _who_leads(event: Event) -> Iterable[Recipient]:
    return facilitators(_item(event))


def _who_asked(event: Event) -> Iterable[Recipient]:
    return [Recipient(UUID(event.data["asked_by"]), notification_text.ASKED), *watchers(_item(event))]


# ---- words -------------------------------------------------------------------------------------------------


def _render(say: notification_text.Say) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, Words]]:
    """Words about the items that the reader sees now; `say` gives line and text of one event."""

    def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
        items = items_for(reader).in_bulk({_item_of(one) for one in notifications})
        remarks = Remark.objects.in_bulk({pk for one in notifications if (pk := _remark_of(one.event))})
        return {
            one.pk: notification_text.words(
                say, items[_item_of(one)], one.event, remarks.get(_remark_of(one.event)), one.reason
            )
            for one in notifications
            if _item_of(one) in items
        }

    return render


def _reminded_of(
    reader: Actor, notifications: Sequence[Notification], said: Mapping[UUID, Words]
) -> Mapping[UUID, Words]:
    """What reminds names its rule, and offers what can be done at once."""
    seen = [one for one in notifications if one.pk in said]
    items = joined(ActionItem.objects.filter(pk__in={_item_of(one) for one in seen})).in_bulk()
    reminded = Reminded.of(reader, items.values(), [one.event for one in seen])
    return {one.pk: reminded.completed(said[one.pk], items[_item_of(one)], one.event) for one in seen}


def _item_of(notification: Notification) -> UUID:
    return UUID(notification.event.data["action_id"])


def _remark_of(event: Event) -> UUID | None:
    raw = event.data.get("remark_id")
    return UUID(raw) if raw else None


for kind, topic, recipients, say in (
    (items_events.ActionMade, Topic.ASSIGNED, _told(owners), notification_text.assigned),
    (items_events.ActionReassigned, Topic.ASSIGNED, _told(owners), notification_text.assigned),
    (items_events.CoownersChanged, Topic.ASSIGNED, _joined, notification_text.joined),
    (items_events.ActionEdited, Topic.STEPS, _of_another_day, notification_text.moved_to_another_day),
    (items_events.ActionAccepted, Topic.STEPS, _told(facilitators, proposer), notification_text.accepted),
    (dependencies_events.ActionFreed, Topic.STEPS, _told(owners), notification_text.freed),
    (items_events.ActionStarted, Topic.STEPS, _told(), notification_text.started),
    (items_events.ProgressReported, Topic.STEPS, _told(facilitators, proposer), notification_text.progressed),
    (evidence_events.EvidenceAdded, Topic.STEPS, _told(), notification_text.proved),
    (items_events.DiscussionOpened, Topic.STEPS, _told(), notification_text.discussed),
    (items_events.ActionClosed, Topic.STEPS, _told(), notification_text.closed),
    (items_events.ActionDeclined, Topic.STEPS, _told(facilitators, proposer), notification_text.declined),
    (items_events.ActionBlocked, Topic.STEPS, _told(facilitators, proposer), notification_text.blocked),
    (
        items_events.ActionCompleted,
        Topic.VERIFICATION,
        _told(verifiers, facilitators),
        notification_text.completed,
    ),
    (
        items_events.ActionVerified,
        Topic.VERIFICATION,
        _told(owners, facilitators, proposer),
        notification_text.verified,
    ),
    (
        items_events.ActionReturned,
        Topic.VERIFICATION,
        _told(owners, facilitators),
        notification_text.returned,
    ),
    (items_events.ActionCancelled, Topic.STEPS, _told(owners), notification_text.cancelled),
    (items_events.HelpAsked, Topic.STEPS, _told(facilitators), notification_text.help_asked),
    (items_events.HelpAnswered, Topic.STEPS, _who_asked, notification_text.help_answered),
    (external_assignees_events.LetterLost, Topic.STEPS, _who_reaches, notification_text.letter_lost),
    (external_assignees_events.LettersDeclined, Topic.STEPS, _who_leads, notification_text.letters_declined),
    (reminders_events.ReminderDue, Topic.REMINDERS, _reminded, notification_text.reminded),
    (
        reminders_events.OwnReminderDue,
        Topic.REMINDERS,
        _reminds_oneself,
        notification_text.reminded_by_oneself,
    ),
):
    complete = _reminded_of if topic == Topic.REMINDERS else None
    notice(kind.kind, topic=topic, recipients=recipients, render=_render(say), complete=complete)
