"""Recipients and texts of notifications about action items."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.models import Deputyship, MandateState, OrganisationAdministrator, Role
from groups.policies import list_live_grants
from groups.seats.deputies import acting_deputyship_q
from groups.selectors import list_facilitator_ids, list_participant_ids
from tasks.dependencies import events as dependencies
from tasks.evidence import events as evidence
from tasks.external_assignees import events as external_assignees
from tasks.external_assignees.models import ActionLink
from tasks.items import events as items
from tasks.items.access import WORK, filter_eligible_verifiers
from tasks.items.access_log import list_reads
from tasks.items.models import ActionItem, ActionItemUserPermission
from tasks.items.selectors import items_for, join_details
from tasks.items.text_models import Remark
from tasks.items.watcher_model import Watcher
from tasks.lifecycle import notification_text as text
from tasks.lifecycle.notification_text import OPEN_ITEM, ItemNews
from tasks.reminders import events as reminders
from tasks.reminders.models import OwnReminder, OwnReminderKind, ReminderRule
from tasks.reminders.notification_details import ReminderNotificationContext
from tasks.reminders.recipients import OWNER_AUDIENCES, is_reached_by_email
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events import Payload
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.registry import (
    Notice,
    NotificationText,
    Recipient,
    Recipients,
    Template,
    Topic,
    Words,
    build_recipients,
    find_person,
    load_rows,
    register_notices,
)

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
    return [Recipient(pk, text.NAMED) for pk in (*holder, *standing.values_list("deputy", flat=True))]


def list_owners(item: ActionItem) -> list[Recipient]:
    """Return the recipients for the owner: the named person, else all speakers of the owner.

    Also returns the speakers of co-owners, and the guests who were asked to work on the item.
    """
    people = list_owner_person(item) or list_owner_speakers(item)
    people += list_coowner_speakers(item, item.coowners)
    guests = list_live_grants(ActionItemUserPermission).filter(
        content_object=item.pk, permission__codename=WORK
    )
    return people + build_recipients(text.GUEST, guests.values_list("user", flat=True))


def list_owner_speakers(item: ActionItem) -> list[Recipient]:
    """Return the owner's speakers in the group; for an owner without an account, the facilitators."""
    if item.owner_organisation_id is None:
        return build_recipients(text.STANDS_IN, list_facilitator_ids(item.group_id))
    return build_recipients(text.OWNER, _list_speaker_ids(item, item.owner_organisation_id))


def list_coowner_speakers(item: ActionItem, coowners: Iterable[UUID]) -> list[Recipient]:
    """Return the speakers of these co-owners in the group."""
    people = (_list_speaker_ids(item, one) for one in coowners)
    return [Recipient(pk, text.COOWNER) for found in people for pk in found]


def _list_speaker_ids(item: ActionItem, organisation_id: UUID | None) -> list[UUID]:
    return list_participant_ids(item.group_id, organisation_id=organisation_id, roles=SPEAKING_ROLES)


def list_verifiers(item: ActionItem) -> list[Recipient]:
    """Return the people in the group who may verify the item."""
    people = _list_speaker_ids(item, item.verifier_organisation_id)
    return build_recipients(text.VERIFIER, filter_eligible_verifiers(item, people))


def list_facilitators(item: ActionItem) -> list[Recipient]:
    return build_recipients(text.FACILITATOR, list_facilitator_ids(item.group_id))


def list_proposer(item: ActionItem) -> list[Recipient]:
    return [Recipient(item.created_by_id, text.PROPOSER)]


def list_organisation_people(item: ActionItem) -> list[Recipient]:
    """Return the owner's speakers in the group and the administrators of the owner organisation."""
    leads = OrganisationAdministrator.objects.filter(organisation=item.owner_organisation_id, until=None)
    return [
        *list_owner_speakers(item),
        *(Recipient(pk, text.OWNER) for pk in leads.values_list("person", flat=True)),
    ]


def list_group_members(item: ActionItem) -> list[Recipient]:
    """Return all people with a seat in the group."""
    return [Recipient(pk, text.SEATED) for pk in list_participant_ids(item.group_id, roles=SEATED_ROLES)]


def list_watchers(item: ActionItem) -> list[Recipient]:
    """Return the watchers of the item, including watchers who may no longer read it.

    Notifications are not rendered for readers without access.
    """
    people = Watcher.objects.filter(action=item).order_by("id").values_list("person", flat=True)
    return build_recipients(text.WATCHER, people)


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
        people = [one for one in people if one.reason != text.STANDS_IN]
    if event.data["rule"] == ReminderRule.CUSTOM:
        return people
    put_off = OwnReminder.objects.filter(
        action=event.subject_id, kind=OwnReminderKind.SNOOZED, fired_at=None, due_at__gt=now()
    )
    resting = set(put_off.values_list("person", flat=True))
    return [one for one in people if one.person_id not in resting]


def _find_email_loss_recipients(event: Event) -> Iterable[Recipient]:
    """Return the facilitators and the person who sent the lost e-mail: they must contact the owner."""
    made = ActionLink.objects.filter(pk=event.data["lost_link_id"]).exclude(made_by=None)
    sent = build_recipients(text.SENT, made.values_list("made_by", flat=True))
    return [*sent, *list_facilitators(_load_item(event))]


def _find_help_recipients(event: Event) -> Iterable[Recipient]:
    return [Recipient(UUID(event.data["asked_by"]), text.ASKED), *list_watchers(_load_item(event))]


# ---- texts -------------------------------------------------------------------------------------------------


def _load_items(reader: Actor, notifications: Sequence[Notification]) -> dict[UUID, ItemNews]:
    """Return the items that the reader may still read, with the remark of the event."""
    load = load_rows(lambda actor, ids: items_for(actor).filter(pk__in=ids), "action_id")
    remarks = Remark.objects.in_bulk({pk for one in notifications if (pk := _remark_of(one.event))})
    remark_of = {one.pk: remarks.get(_remark_of(one.event)) for one in notifications}
    return {pk: ItemNews(item, remark_of[pk]) for pk, item in load(reader, notifications).items()}


def _complete_reminders(
    reader: Actor, notifications: Sequence[Notification], said: Mapping[UUID, NotificationText]
) -> Mapping[UUID, NotificationText]:
    """Add to each reminder its rule and the actions that the reader can take directly."""
    seen = [one for one in notifications if one.pk in said]
    rows = join_details(ActionItem.objects.filter(pk__in={_item_of(one) for one in seen})).in_bulk()
    reminded = ReminderNotificationContext.of(reader, rows.values(), [one.event for one in seen])
    return {one.pk: reminded.completed(said[one.pk], rows[_item_of(one)], one.event) for one in seen}


def _item_of(notification: Notification) -> UUID:
    return UUID(notification.event.data["action_id"])


def _remark_of(event: Event) -> UUID | None:
    raw = event.data.get("remark_id")
    return UUID(raw) if raw else None


def _build_notice(
    payload: type[Payload],
    recipients: Recipients,
    title: Words[ItemNews],
    body: Words[ItemNews],
    *,
    topic: Topic = Topic.STEPS,
    action: Template = OPEN_ITEM,
) -> Notice[ItemNews]:
    """Return a notice about an action item, for readers who may still read it."""
    return Notice(
        payload.kind,
        topic=topic,
        recipients=recipients,
        load=_load_items,
        fields=text.describe_item,
        title=title,
        body=body,
        reason=text.REASONS,
        url=lambda n: f"/actions/{n.row.item.pk}",
        action=action,
        shows=lambda n: list_reads(n.row.item),
        complete=_complete_reminders if topic == Topic.REMINDERS else None,
    )


LEADS = _combine_finders(list_facilitators, list_proposer)
WATCHERS = _combine_finders()

register_notices(
    *(
        _build_notice(
            payload,
            _combine_finders(list_owners),
            _("New action no. %(number)d: %(title)s"),
            _("Owner: %(owner)s. Due: %(due)s. Accept it, or decline and say why."),
            topic=Topic.ASSIGNED,
        )
        for payload in (items.ActionMade, items.ActionReassigned)
    ),
    _build_notice(
        items.CoownersChanged,
        _find_new_coowner_recipients,
        _("Other organisations work on it now: action no. %(number)d, %(title)s"),
        text.OWNED_AND_DUE,
        topic=Topic.ASSIGNED,
    ),
    _build_notice(
        items.ActionEdited, _find_due_day_recipients, text.get_moved_title, text.describe_former_due_day
    ),
    _build_notice(
        items.ActionAccepted, LEADS, _("Accepted: action no. %(number)d, %(title)s"), text.OWNED_AND_DUE
    ),
    _build_notice(
        dependencies.ActionFreed,
        _combine_finders(list_owners),
        _("Nothing to wait for any more: action no. %(number)d, %(title)s"),
        _("Everything that it waited for is over. Due: %(due)s."),
    ),
    _build_notice(
        items.ActionStarted, WATCHERS, _("Work goes on: action no. %(number)d, %(title)s"), text.OWNED_AND_DUE
    ),
    _build_notice(
        items.ProgressReported,
        LEADS,
        _("How it goes: action no. %(number)d, %(title)s"),
        text.describe_owner_and_remark,
    ),
    _build_notice(
        evidence.EvidenceAdded,
        WATCHERS,
        _("New evidence: action no. %(number)d, %(title)s"),
        text.OWNED_AND_DUE,
    ),
    _build_notice(
        items.DiscussionOpened,
        WATCHERS,
        _("Now talked about: action no. %(number)d, %(title)s"),
        text.OWNED_AND_DUE,
    ),
    _build_notice(
        items.ActionClosed,
        WATCHERS,
        _("Closed: action no. %(number)d, %(title)s"),
        text.describe_owner_and_reason,
    ),
    _build_notice(
        items.ActionDeclined,
        LEADS,
        _("Declined: action no. %(number)d, %(title)s"),
        text.describe_owner_and_reason,
    ),
    _build_notice(
        items.ActionBlocked,
        LEADS,
        _("Blocked: action no. %(number)d, %(title)s"),
        text.describe_owner_and_reason,
    ),
    _build_notice(
        items.ActionCompleted,
        _combine_finders(list_verifiers, list_facilitators),
        _("Waits for verification: action no. %(number)d, %(title)s"),
        text.describe_completion,
        topic=Topic.VERIFICATION,
        action=_("Check the evidence"),
    ),
    _build_notice(
        items.ActionVerified,
        _combine_finders(list_owners, list_facilitators, list_proposer),
        _("Verified: action no. %(number)d, %(title)s"),
        text.describe_verifier,
        topic=Topic.VERIFICATION,
    ),
    _build_notice(
        items.ActionReturned,
        _combine_finders(list_owners, list_facilitators),
        _("Returned with a comment: action no. %(number)d, %(title)s"),
        text.describe_comment,
        topic=Topic.VERIFICATION,
    ),
    _build_notice(
        items.ActionCancelled,
        _combine_finders(list_owners),
        _("Cancelled: action no. %(number)d, %(title)s"),
        text.describe_given_reason,
    ),
    _build_notice(
        items.HelpAsked,
        _combine_finders(list_facilitators),
        _("Help is needed: action no. %(number)d, %(title)s"),
        text.describe_owner_and_remark,
    ),
    _build_notice(
        items.HelpAnswered,
        _find_help_recipients,
        _("Your call for help was answered: action no. %(number)d, %(title)s"),
        lambda n: n.row.text,
    ),
    _build_notice(
        external_assignees.LetterLost,
        _find_email_loss_recipients,
        _("Letter not delivered: action no. %(number)d, %(title)s"),
        text.describe_email_loss,
    ),
    _build_notice(
        external_assignees.LettersDeclined,
        lambda event: list_facilitators(_load_item(event)),
        _("The owner wants no more letters: action no. %(number)d, %(title)s"),
        text.describe_unsubscription,
    ),
    _build_notice(
        reminders.ReminderDue,
        _find_reminder_recipients,
        text.get_reminder_title,
        text.OWNED_DUE_AND_STATE,
        topic=Topic.REMINDERS,
    ),
    _build_notice(
        reminders.OwnReminderDue,
        find_person(text.OWN),
        _("Reminder: action no. %(number)d, %(title)s"),
        text.OWNED_DUE_AND_STATE,
        topic=Topic.REMINDERS,
    ),
)
