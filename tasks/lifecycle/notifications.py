"""Recipients and texts of notifications about action items."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from groups.models import Deputyship, MandateState, OrganisationAdministrator, Role
from groups.policies import list_live_grants
from groups.seats.deputies import acting_deputyship_q
from groups.selectors import list_facilitator_ids, list_participant_ids
from tasks.dependencies import events as dependencies_events
from tasks.evidence import events as evidence_events
from tasks.external_assignees import events as external_assignees_events
from tasks.external_assignees.models import ActionLink
from tasks.items import events as items_events
from tasks.items.access import WORK, filter_eligible_verifiers
from tasks.items.models import ActionItem, ActionItemUserPermission
from tasks.items.selectors import items_for, join_details
from tasks.items.text_models import Remark
from tasks.items.watcher_model import Watcher
from tasks.lifecycle import notification_text
from tasks.reminders import events as reminders_events
from tasks.reminders.models import OwnReminder, OwnReminderKind, ReminderRule
from tasks.reminders.notification_details import ReminderNotificationContext
from tasks.reminders.recipients import OWNER_AUDIENCES, is_reached_by_email
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice

SPEAKING_ROLES = [Role.FACILITATOR, Role.SECRETARY, Role.MEMBER]
SEATED_ROLES = list(Role)
RecipientFinder = Callable[[ActionItem], Iterable[Recipient]]


# ---- recipients --------------------------------------------------------------------------------------------


def list_owner_person(item: ActionItem) -> list[Recipient]:
    """Return the person who owns the work and their deputies, while the mandate is active.

    Closed accounts are left out.
    """
    at = now()
    if item.owner is None or item.owner.state(at, item.group.time_zone) != MandateState.ACTIVE:
        return []
    standing = Deputyship.objects.filter(acting_deputyship_q(at), mandate=item.owner, deputy__is_active=True)
    holder = [item.owner.person_id] if item.owner.person.is_active else []
    return [
        Recipient(pk, notification_text.NAMED) for pk in (*holder, *standing.values_list("deputy", flat=True))
    ]


def list_owners(item: ActionItem) -> list[Recipient]:
    """Return the recipients for the owner: the named person, else all speakers of the owner.

    Also returns the speakers of co-owners, and the guests who were asked to work on the item.
    """
    people = list_owner_person(item) or list_owner_speakers(item)
    people += list_coowner_speakers(item, item.coowners)
    guests = list_live_grants(ActionItemUserPermission).filter(
        content_object=item.pk, permission__codename=WORK
    )
    return people + [Recipient(pk, notification_text.GUEST) for pk in guests.values_list("user", flat=True)]


def list_owner_speakers(item: ActionItem) -> list[Recipient]:
    """Return the owner's speakers in the group; for an owner without an account, the facilitators."""
    if item.owner_organisation_id is None:
        return [Recipient(pk, notification_text.STANDS_IN) for pk in list_facilitator_ids(item.group_id)]
    people = list_participant_ids(
        item.group_id, organisation_id=item.owner_organisation_id, roles=SPEAKING_ROLES
    )
    return [Recipient(pk, notification_text.OWNER) for pk in people]


def list_coowner_speakers(item: ActionItem, coowners: Iterable[UUID]) -> list[Recipient]:
    """Return the speakers of these co-owners in the group."""
    people = (
        list_participant_ids(item.group_id, organisation_id=one, roles=SPEAKING_ROLES) for one in coowners
    )
    return [Recipient(pk, notification_text.COOWNER) for found in people for pk in found]


def list_verifiers(item: ActionItem) -> list[Recipient]:
    """Return the people in the group who may verify the item."""
    people = list_participant_ids(
        item.group_id, organisation_id=item.verifier_organisation_id, roles=SPEAKING_ROLES
    )
    return [Recipient(pk, notification_text.VERIFIER) for pk in filter_eligible_verifiers(item, people)]


def list_facilitators(item: ActionItem) -> list[Recipient]:
    return [Recipient(pk, notification_text.FACILITATOR) for pk in list_facilitator_ids(item.group_id)]


def list_proposer(item: ActionItem) -> list[Recipient]:
    return [Recipient(item.created_by_id, notification_text.PROPOSER)]


def list_organisation_people(item: ActionItem) -> list[Recipient]:
    """Return the owner's speakers in the group and the administrators of the owner organisation."""
    leads = OrganisationAdministrator.objects.filter(organisation=item.owner_organisation_id, until=None)
    return [
        *list_owner_speakers(item),
        *(Recipient(pk, notification_text.OWNER) for pk in leads.values_list("person", flat=True)),
    ]


def list_group_members(item: ActionItem) -> list[Recipient]:
    """Return all people with a seat in the group."""
    return [
        Recipient(pk, notification_text.SEATED)
        for pk in list_participant_ids(item.group_id, roles=SEATED_ROLES)
    ]


def list_watchers(item: ActionItem) -> list[Recipient]:
    """Return the watchers of the item, including watchers who may no longer read it.

    Notifications are not rendered for readers without access.
    """
    people = Watcher.objects.filter(action=item).order_by("id").values_list("person", flat=True)
    return [Recipient(pk, notification_text.WATCHER) for pk in people]


FINDERS_BY_AUDIENCE: dict[str, RecipientFinder] = {
    "owner": list_owners,
    "owner_organisation": list_organisation_people,
    "verifier": list_verifiers,
    "facilitator": list_facilitators,
    "group": list_group_members,
}


def _combine_finders(*groups: RecipientFinder) -> Callable[[Event], Iterable[Recipient]]:
    """Return a function that returns the recipients of an event: those of `groups`, and the watchers."""

    def recipients(event: Event) -> Iterable[Recipient]:
        item = _load_item(event)
        return [one for group in (*groups, list_watchers) for one in group(item)]

    return recipients


def _load_item(event: Event) -> ActionItem:
    return ActionItem.objects.select_related("group", "owner__person", "outside_body").get(
        pk=event.subject_id
    )


def _find_due_day_recipients(event: Event) -> Iterable[Recipient]:
    """Return the owners and watchers when the edit moved the due day; else no recipients."""
    item = _load_item(event)
    return [*list_owners(item), *list_watchers(item)] if event.data["due_after"] else []


def _find_new_coowner_recipients(event: Event) -> Iterable[Recipient]:
    """Return the speakers of the new co-owners, and the watchers."""
    item = _load_item(event)
    return [*list_coowner_speakers(item, map(UUID, event.data["added"])), *list_watchers(item)]


def _find_reminder_recipients(event: Event) -> Iterable[Recipient]:
    """Return the audience of a reminder, except people who have snoozed it.

    Facilitators stand in for an owner without an account, but not for an owner who is reminded by e-mail:
    facilitators are then reminded by later rules.
    """
    item = _load_item(event)
    people = FINDERS_BY_AUDIENCE[event.data["audience"]](item)
    if event.data["audience"] in OWNER_AUDIENCES and is_reached_by_email(item):
        people = [one for one in people if one.reason != notification_text.STANDS_IN]
    if event.data["rule"] == ReminderRule.CUSTOM:
        return people
    put_off = OwnReminder.objects.filter(
        action=event.subject_id, kind=OwnReminderKind.SNOOZED, fired_at=None, due_at__gt=now()
    )
    resting = set(put_off.values_list("person", flat=True))
    return [one for one in people if one.person_id not in resting]


def _find_own_reminder_recipient(event: Event) -> Iterable[Recipient]:
    return [Recipient(UUID(event.data["person_id"]), notification_text.OWN)]


def _find_email_loss_recipients(event: Event) -> Iterable[Recipient]:
    """Return the facilitators and the person who sent the lost e-mail: they must contact the owner."""
    made = ActionLink.objects.filter(pk=event.data["lost_link_id"]).exclude(made_by=None)
    sent = [Recipient(pk, notification_text.SENT) for pk in made.values_list("made_by", flat=True)]
    return [*sent, *list_facilitators(_load_item(event))]


def _find_facilitators(event: Event) -> Iterable[Recipient]:
    return list_facilitators(_load_item(event))


def _find_help_recipients(event: Event) -> Iterable[Recipient]:
    return [
        Recipient(UUID(event.data["asked_by"]), notification_text.ASKED),
        *list_watchers(_load_item(event)),
    ]


# ---- texts -------------------------------------------------------------------------------------------------


def _render(
    say: notification_text.EventDescriber,
) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, NotificationText]]:
    """Return a renderer of notifications about items that the reader may still read.

    `say` returns the title and the body for one event.
    """

    def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
        items = items_for(reader).in_bulk({_item_of(one) for one in notifications})
        remarks = Remark.objects.in_bulk({pk for one in notifications if (pk := _remark_of(one.event))})
        return {
            one.pk: notification_text.render_notification(
                say, items[_item_of(one)], one.event, remarks.get(_remark_of(one.event)), one.reason
            )
            for one in notifications
            if _item_of(one) in items
        }

    return render


def _complete_reminders(
    reader: Actor, notifications: Sequence[Notification], said: Mapping[UUID, NotificationText]
) -> Mapping[UUID, NotificationText]:
    """Add to each reminder its rule and the actions that the reader can take directly."""
    seen = [one for one in notifications if one.pk in said]
    items = join_details(ActionItem.objects.filter(pk__in={_item_of(one) for one in seen})).in_bulk()
    reminded = ReminderNotificationContext.of(reader, items.values(), [one.event for one in seen])
    return {one.pk: reminded.completed(said[one.pk], items[_item_of(one)], one.event) for one in seen}


def _item_of(notification: Notification) -> UUID:
    return UUID(notification.event.data["action_id"])


def _remark_of(event: Event) -> UUID | None:
    raw = event.data.get("remark_id")
    return UUID(raw) if raw else None


for kind, topic, recipients, say in (
    (
        items_events.ActionMade,
        Topic.ASSIGNED,
        _combine_finders(list_owners),
        notification_text.describe_assigned,
    ),
    (
        items_events.ActionReassigned,
        Topic.ASSIGNED,
        _combine_finders(list_owners),
        notification_text.describe_assigned,
    ),
    (
        items_events.CoownersChanged,
        Topic.ASSIGNED,
        _find_new_coowner_recipients,
        notification_text.describe_coowners_added,
    ),
    (
        items_events.ActionEdited,
        Topic.STEPS,
        _find_due_day_recipients,
        notification_text.describe_due_day_moved,
    ),
    (
        items_events.ActionAccepted,
        Topic.STEPS,
        _combine_finders(list_facilitators, list_proposer),
        notification_text.describe_accepted,
    ),
    (
        dependencies_events.ActionFreed,
        Topic.STEPS,
        _combine_finders(list_owners),
        notification_text.describe_unblocked,
    ),
    (items_events.ActionStarted, Topic.STEPS, _combine_finders(), notification_text.describe_started),
    (
        items_events.ProgressReported,
        Topic.STEPS,
        _combine_finders(list_facilitators, list_proposer),
        notification_text.describe_progress,
    ),
    (
        evidence_events.EvidenceAdded,
        Topic.STEPS,
        _combine_finders(),
        notification_text.describe_evidence_added,
    ),
    (
        items_events.DiscussionOpened,
        Topic.STEPS,
        _combine_finders(),
        notification_text.describe_discussion_opened,
    ),
    (items_events.ActionClosed, Topic.STEPS, _combine_finders(), notification_text.describe_closed),
    (
        items_events.ActionDeclined,
        Topic.STEPS,
        _combine_finders(list_facilitators, list_proposer),
        notification_text.describe_declined,
    ),
    (
        items_events.ActionBlocked,
        Topic.STEPS,
        _combine_finders(list_facilitators, list_proposer),
        notification_text.describe_blocked,
    ),
    (
        items_events.ActionCompleted,
        Topic.VERIFICATION,
        _combine_finders(list_verifiers, list_facilitators),
        notification_text.describe_completed,
    ),
    (
        items_events.ActionVerified,
        Topic.VERIFICATION,
        _combine_finders(list_owners, list_facilitators, list_proposer),
        notification_text.describe_verified,
    ),
    (
        items_events.ActionReturned,
        Topic.VERIFICATION,
        _combine_finders(list_owners, list_facilitators),
        notification_text.describe_returned,
    ),
    (
        items_events.ActionCancelled,
        Topic.STEPS,
        _combine_finders(list_owners),
        notification_text.describe_cancelled,
    ),
    (
        items_events.HelpAsked,
        Topic.STEPS,
        _combine_finders(list_facilitators),
        notification_text.describe_help_asked,
    ),
    (items_events.HelpAnswered, Topic.STEPS, _find_help_recipients, notification_text.describe_help_answered),
    (
        external_assignees_events.LetterLost,
        Topic.STEPS,
        _find_email_loss_recipients,
        notification_text.describe_email_lost,
    ),
    (
        external_assignees_events.LettersDeclined,
        Topic.STEPS,
        _find_facilitators,
        notification_text.describe_unsubscribed,
    ),
    (
        reminders_events.ReminderDue,
        Topic.REMINDERS,
        _find_reminder_recipients,
        notification_text.describe_reminder,
    ),
    (
        reminders_events.OwnReminderDue,
        Topic.REMINDERS,
        _find_own_reminder_recipient,
        notification_text.describe_own_reminder,
    ),
):
    complete = _complete_reminders if topic == Topic.REMINDERS else None
    register_notice(kind.kind, topic=topic, recipients=recipients, render=_render(say), complete=complete)
