"""Recipients and texts of notifications about action items."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tasks.dependencies import events as dependencies
from tasks.evidence import events as evidence
from tasks.external_assignees import events as external_assignees
from tasks.items import events as items
from tasks.items.access_log import list_reads
from tasks.items.models import ActionItem
from tasks.items.selectors import items_for, join_details
from tasks.items.text_models import Remark
from tasks.lifecycle import (
    notification_answers as answers,
    notification_recipients as recipients,
    notification_text as text,
)
from tasks.lifecycle.notification_recipients import combine_finders
from tasks.lifecycle.notification_text import OPEN_ITEM, ItemNews
from tasks.reminders import events as reminders
from tasks.reminders.notification_details import ReminderNotificationContext
from viche.kernel.actor import Actor
from viche.kernel.events import Payload
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.registry import (
    NeedsAnswer,
    Notice,
    NotificationText,
    Recipients,
    Template,
    Topic,
    Words,
    find_person,
    load_rows,
    register_notices,
)

UNDO_DELAY = timedelta(minutes=1)
"""How long a step that can be undone is not told: whoever undoes it at once has told nobody."""


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
    find_recipients: Recipients,
    title: Words[ItemNews],
    body: Words[ItemNews],
    *,
    topic: Topic = Topic.STEPS,
    action: Template = OPEN_ITEM,
    delay: timedelta = timedelta(0),
    needs_answer: NeedsAnswer[ItemNews] | None = None,
) -> Notice[ItemNews]:
    """Return a notice about an action item, for readers who may still read it."""
    return Notice(
        payload.kind,
        topic=topic,
        recipients=find_recipients,
        load=_load_items,
        fields=text.describe_item,
        title=title,
        body=body,
        reason=text.REASONS,
        url=lambda n: f"/actions/{n.row.item.pk}",
        action=action,
        shows=lambda n: list_reads(n.row.item),
        complete=_complete_reminders if topic == Topic.REMINDERS else None,
        delay=delay,
        about="action",
        needs_answer=needs_answer,
    )


def _build_undoable_notices(
    payload: type[Payload],
    find_recipients: Recipients,
    title: Words[ItemNews],
    body: Words[ItemNews],
    *,
    undo: type[Payload],
    undone_title: Words[ItemNews],
    topic: Topic = Topic.STEPS,
    action: Template = OPEN_ITEM,
    needs_answer: NeedsAnswer[ItemNews] | None = None,
) -> tuple[Notice[ItemNews], Notice[ItemNews]]:
    """Return the notices of a step and of the event that undoes it.

    Both wait for UNDO_DELAY. Both are told, to the same people, or neither is.
    """
    still_done = recipients.exclude_undone(find_recipients, undo)
    told = recipients.find_recipients_of_undone(payload)
    undone_body = text.describe_owner_and_remark
    return (
        _build_notice(
            payload,
            still_done,
            title,
            body,
            topic=topic,
            action=action,
            delay=UNDO_DELAY,
            needs_answer=needs_answer,
        ),
        _build_notice(undo, told, undone_title, undone_body, topic=topic, delay=UNDO_DELAY),
    )


LEADS = combine_finders(recipients.list_facilitators, recipients.list_proposer)
WATCHERS = combine_finders()

register_notices(
    *(
        _build_notice(
            payload,
            combine_finders(recipients.list_owners),
            _("New action item no. %(number)d: %(title)s"),
            _("Owner: %(owner)s. Due: %(due)s. Accept it, or decline and say why."),
            topic=Topic.ASSIGNED,
            needs_answer=answers.is_awaiting_acceptance,
        )
        for payload in (items.ActionMade, items.ActionReassigned)
    ),
    _build_notice(
        items.CoownersChanged,
        recipients.find_new_coowner_recipients,
        _("Other organisations work on it now: action item no. %(number)d, %(title)s"),
        text.OWNED_AND_DUE,
        topic=Topic.ASSIGNED,
    ),
    _build_notice(
        items.ActionEdited,
        recipients.find_due_day_recipients,
        text.get_moved_title,
        text.describe_former_due_day,
    ),
    _build_notice(
        items.ActionAccepted, LEADS, _("Accepted: action item no. %(number)d, %(title)s"), text.OWNED_AND_DUE
    ),
    *_build_undoable_notices(
        dependencies.ActionFreed,
        combine_finders(recipients.list_owners),
        _("Nothing to wait for any more: action item no. %(number)d, %(title)s"),
        _("Everything that it waited for has ended. Due: %(due)s."),
        undo=dependencies.ActionWaitsAgain,
        undone_title=_("Waiting for another action item again: action item no. %(number)d, %(title)s"),
    ),
    _build_notice(
        items.ActionStarted,
        WATCHERS,
        _("Work continues: action item no. %(number)d, %(title)s"),
        text.OWNED_AND_DUE,
    ),
    _build_notice(
        items.ProgressReported,
        LEADS,
        _("Progress: action item no. %(number)d, %(title)s"),
        text.describe_owner_and_remark,
    ),
    _build_notice(
        evidence.EvidenceAdded,
        WATCHERS,
        _("New evidence: action item no. %(number)d, %(title)s"),
        text.OWNED_AND_DUE,
    ),
    _build_notice(
        evidence.EvidenceWithdrawn,
        WATCHERS,
        _("Evidence withdrawn: action item no. %(number)d, %(title)s"),
        text.OWNED_AND_DUE,
    ),
    _build_notice(
        evidence.EvidenceHidden,
        recipients.find_hidden_evidence_recipients,
        _("Evidence hidden: action item no. %(number)d, %(title)s"),
        text.describe_hidden_evidence,
    ),
    _build_notice(
        evidence.EvidenceRestored,
        recipients.find_hidden_evidence_recipients,
        _("Evidence shown again: action item no. %(number)d, %(title)s"),
        text.describe_restored_evidence,
    ),
    _build_notice(
        items.DiscussionOpened,
        WATCHERS,
        _("Now talked about: action item no. %(number)d, %(title)s"),
        text.OWNED_AND_DUE,
    ),
    _build_notice(
        items.ActionClosed,
        WATCHERS,
        _("Closed: action item no. %(number)d, %(title)s"),
        text.describe_owner_and_reason,
    ),
    _build_notice(
        items.ActionDeclined,
        LEADS,
        _("Declined: action item no. %(number)d, %(title)s"),
        text.describe_owner_and_reason,
        needs_answer=answers.is_awaiting_new_owner,
    ),
    _build_notice(
        items.ActionBlocked,
        LEADS,
        _("Blocked: action item no. %(number)d, %(title)s"),
        text.describe_owner_and_reason,
        needs_answer=answers.is_awaiting_unblocking,
    ),
    *_build_undoable_notices(
        items.ActionCompleted,
        combine_finders(recipients.list_verifiers, recipients.list_facilitators),
        _("Waiting for verification: action item no. %(number)d, %(title)s"),
        text.describe_completion,
        undo=items.CompletionWithdrawn,
        undone_title=_("Not done after all: action item no. %(number)d, %(title)s"),
        topic=Topic.VERIFICATION,
        action=_("Check the evidence"),
        needs_answer=answers.is_awaiting_verification,
    ),
    *_build_undoable_notices(
        items.ActionVerified,
        combine_finders(recipients.list_owners, recipients.list_facilitators, recipients.list_proposer),
        _("Verified: action item no. %(number)d, %(title)s"),
        text.describe_verifier,
        undo=items.VerificationWithdrawn,
        undone_title=_("Verification withdrawn: action item no. %(number)d, %(title)s"),
        topic=Topic.VERIFICATION,
    ),
    _build_notice(
        items.ActionReturned,
        combine_finders(recipients.list_owners, recipients.list_facilitators),
        _("Returned with a comment: action item no. %(number)d, %(title)s"),
        text.describe_comment,
        topic=Topic.VERIFICATION,
    ),
    _build_notice(
        items.ActionCancelled,
        combine_finders(recipients.list_owners),
        _("Cancelled: action item no. %(number)d, %(title)s"),
        text.describe_given_reason,
    ),
    _build_notice(
        items.HelpAsked,
        combine_finders(recipients.list_facilitators),
        _("Help needed: action item no. %(number)d, %(title)s"),
        text.describe_owner_and_remark,
        needs_answer=answers.is_awaiting_help,
    ),
    _build_notice(
        items.HelpAnswered,
        recipients.find_help_recipients,
        _("Your call for help was answered: action item no. %(number)d, %(title)s"),
        lambda n: n.row.text,
    ),
    _build_notice(
        external_assignees.LetterLost,
        recipients.find_email_loss_recipients,
        _("Letter not delivered: action item no. %(number)d, %(title)s"),
        text.describe_email_loss,
    ),
    _build_notice(
        external_assignees.LettersDeclined,
        lambda event: recipients.list_facilitators(recipients.load_item(event)),
        _("The owner wants no more letters: action item no. %(number)d, %(title)s"),
        text.describe_unsubscription,
    ),
    _build_notice(
        reminders.ReminderDue,
        recipients.find_reminder_recipients,
        text.get_reminder_title,
        text.OWNED_DUE_AND_STATE,
        topic=Topic.REMINDERS,
        needs_answer=answers.is_awaiting_next_step,
    ),
    _build_notice(
        reminders.OwnReminderDue,
        find_person(text.OWN),
        _("Reminder: action item no. %(number)d, %(title)s"),
        text.OWNED_DUE_AND_STATE,
        topic=Topic.REMINDERS,
        needs_answer=answers.is_awaiting_next_step,
    ),
)
