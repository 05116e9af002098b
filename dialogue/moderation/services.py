"""Moderation: readers report, moderators hide, the author appeals, and another moderator decides."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from dialogue.drafts.cleanup import delete_drafted_quotes
from dialogue.messages.events import MessagePayload
from dialogue.messages.loaders import check_has_content, lock_message
from dialogue.messages.markdown import RENDER_VERSION, render
from dialogue.messages.models import Message, MessageQuote
from dialogue.messages.policies import MessageAction, MessagePolicy
from dialogue.messages.quotes import quote_whole
from dialogue.moderation.events import (
    MessageAppealed,
    MessageHidden,
    MessageLeftHidden,
    MessageReported,
    MessageShown,
    ReportsDismissed,
)
from dialogue.moderation.models import (
    NOTE_LENGTH,
    Fault,
    Hiding,
    HidingState,
    MessageReport,
    Moderated,
    ModerationStep,
)
from dialogue.moderation.policies import (
    STEPS,
    Step,
    find_hiding,
    list_deciding_moderators,
    list_moderators_of,
    must_leave_appeal_to_others,
    state_of,
)
from dialogue.threads.loaders import get_event_scope, invalidate_search_text, require_person
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action
from groups.selectors import get_mandate_in_group
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.events import record
from viche.kernel.services import service
from viche.kernel.versions import save_new_version

# The reporter is stored in the report only, not in the event log.
ANONYMOUS_REPORTER = Actor.for_system("reports")
EVENTS_BY_STEP: dict[Step, type[MessagePayload]] = {
    Step.HIDE: MessageHidden,
    Step.UPHOLD: MessageLeftHidden,
    Step.SHOW: MessageShown,
}


@service(Action.REPORT)
def report_message(*, actor: Actor, message_id: UUID, fault: Fault, note: str = "") -> Message:
    """Report a message to the moderators of its thread. Idempotent while the report is open.

    Raises NotFound, Forbidden, Invalid, and Conflict for one's own message, for one that is withdrawn or
    hidden, and where its author is the only moderator.
    """
    message = lock_message(actor, message_id, Action.REPORT)
    note = _validate_note(fault, note)
    person_id = require_person(actor)
    if message.author_id == person_id:
        raise Conflict("own_message", _("You can change or take back what you wrote yourself."))
    check_has_content(message)
    # In a group that is not working the report waits until the group has a facilitator again.
    if message.thread.group.is_working and not list_deciding_moderators(message):
        raise Conflict(
            "nobody_else_moderates",
            _("Only the author moderates this thread. Contact the group’s coordinator."),
        )
    _row, made = MessageReport.objects.get_or_create(
        message=message, person_id=person_id, answered_at=None, defaults={"fault": fault, "note": note}
    )
    if made:
        record(ANONYMOUS_REPORTER, MessageReported(message_id=message.pk, **get_event_scope(message.thread)))
    return message


@service(Action.MODERATE)
def moderate_message(
    *, actor: Actor, message_id: UUID, to: Step, fault: Fault | None = None, note: str = ""
) -> Message:
    """Take one of the `dialogue.moderation.policies.STEPS` about a message of another author.

    Hiding names the `fault`, which readers see; the `note` is for the author and for moderators.

    Raises NotFound, Forbidden, Invalid, and Conflict for a step that does not fit, for one's own message, and
    for a moderator who would decide the appeal against their own hiding while another moderator may.
    """
    message = lock_message(actor, message_id, Action.MODERATE)
    if to == Step.HIDE and fault is None:
        raise Invalid.field("/fault", "required", _("Say what is wrong with the message."))
    note = _validate_note(fault if to == Step.HIDE else None, note)
    hiding = find_hiding(message)
    _check_step(actor, message, hiding, to)
    open_reports = MessageReport.objects.filter(message=message, answered_at=None)
    if to == Step.DISMISS and not open_reports.exists():
        raise Conflict("not_reported", _("No one is reporting this message any more."))
    open_reports.update(answered_at=now())
    if to == Step.HIDE and fault is not None:
        hiding = _hide(actor, message, fault, note)
    elif hiding is not None:
        _apply_decision(message, hiding, to, note)
    if hiding is not None:
        _log_step(actor, message, Moderated(to), Fault(hiding.fault))
    record(actor, _build_event(message, to))
    return message


@service(MessageAction.APPEAL)
def appeal_hiding(*, actor: Actor, message_id: UUID, note: str) -> Message:
    """Appeal, once, against the hiding of a message of one's own.

    Raises NotFound, Forbidden, Invalid, and Conflict after an earlier appeal.
    """
    message = lock_message(actor, message_id, Action.READ)
    policy, hiding = MessagePolicy(), find_hiding(message)
    if hiding is None or not policy.can(actor, MessageAction.APPEAL, message):
        raise policy.refusal(actor, MessageAction.APPEAL, message)
    note = validate_text("/note", note, NOTE_LENGTH)
    if hiding.state != HidingState.HIDDEN:
        raise Conflict("appealed_already", _("You appealed against this already."))
    hiding.state, hiding.appeal = HidingState.APPEALED, note
    hiding.save(update_fields=["state", "appeal"])
    _log_step(actor, message, Moderated.APPEALED, Fault(hiding.fault))
    record(actor, MessageAppealed(message_id=message.pk, **get_event_scope(message.thread)))
    return message


def _build_event(message: Message, to: Step) -> MessagePayload:
    place = get_event_scope(message.thread)
    if to == Step.DISMISS:
        people = tuple(sorted(list_deciding_moderators(message)))
        return ReportsDismissed(message_id=message.pk, people=people, **place)
    return EVENTS_BY_STEP[to](message_id=message.pk, **place)


def _validate_note(fault: Fault | None, note: str) -> str:
    """Validate the note; the fault `OTHER` requires one."""
    return validate_text("/note", note, NOTE_LENGTH, required=fault == Fault.OTHER)


def _check_step(actor: Actor, message: Message, hiding: Hiding | None, to: Step) -> None:
    if message.author_id == require_person(actor):
        raise Conflict("own_message", _("Someone else decides about what you wrote."))
    if message.is_deleted:
        raise Conflict("message_deleted", _("This message was deleted."))
    if state_of(hiding) not in STEPS[to]:
        raise Conflict("moderation_step", _("This step does not fit what was decided about the message."))
    people = list_moderators_of([message.thread])[message.thread_id]
    if must_leave_appeal_to_others(actor, message, hiding, people):
        raise Conflict("decided_by_another", _("You hid this message: someone else decides the appeal."))


def _hide(actor: Actor, message: Message, fault: Fault, note: str) -> Hiding:
    """Move the text from the message to a `Hiding`. Quotes of the message show nothing meanwhile."""
    said = {"version": message.version, "body": message.body}
    hiding = Hiding.objects.create(
        message=message, fault=fault, note=note, hidden_by_id=require_person(actor), **said
    )
    delete_drafted_quotes(Q(reply_to=message))
    invalidate_search_text(Thread.objects.filter(statements__source=message))
    message.body = message.html = ""
    message.hidden_at = now()
    _save_text(message)
    return hiding


def _apply_decision(message: Message, hiding: Hiding, to: Step, note: str) -> None:
    if to == Step.SHOW:
        _unhide(message, hiding)
    else:
        hiding.state, hiding.note = HidingState(to), note
        hiding.save(update_fields=["state", "note"])


def _unhide(message: Message, hiding: Hiding) -> None:
    """Restore the text of the message, under a new version."""
    message.body, message.html, message.recipe = hiding.body, render(hiding.body), RENDER_VERSION
    message.hidden_at = None
    _save_text(message)
    quotes = MessageQuote.objects.filter(source=message)
    quotes.filter(version=hiding.version).update(version=message.version)
    # A quote that was sent while the text was being hidden is empty.
    quotes.filter(text="").update(text=quote_whole(message.body), version=message.version)
    hiding.delete()


def _save_text(message: Message) -> None:
    save_new_version(message, "body", "html", "recipe", "hidden_at")


def _log_step(actor: Actor, message: Message, what: Moderated, fault: Fault) -> None:
    ModerationStep.objects.create(
        thread=message.thread,
        message=message,
        what=what,
        fault=fault,
        person_id=require_person(actor),
        mandate=get_mandate_in_group(actor, message.thread.group_id),
    )
