"""Moderation: readers report, who moderates hides, the author appeals, and somebody else decides."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import checked_text
from dialogue.drafts.cleanup import forget_drafted_quotes
from dialogue.messages.events import MessagePayload
from dialogue.messages.loaders import check_is_read, held_message
from dialogue.messages.markdown import RECIPE, render
from dialogue.messages.models import Message, MessageQuote
from dialogue.messages.policies import MessageAction, MessagePolicy
from dialogue.messages.quotes import whole
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
    hiding_of,
    moderators_to_tell,
    state_of,
    waits_for_another,
    who_moderates,
)
from dialogue.threads.loaders import person_of, place_of, words_go
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action
from groups.selectors import mandate_for
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.events import record
from viche.kernel.services import service

# Who reports is written down with the report alone, and not in the log of events.
SOMEBODY = Actor.for_system("reports")
FACTS: dict[Step, type[MessagePayload]] = {
    Step.HIDE: MessageHidden,
    Step.UPHOLD: MessageLeftHidden,
    Step.SHOW: MessageShown,
}


@service(Action.REPORT)
def report_message(*, actor: Actor, message_id: UUID, fault: Fault, note: str = "") -> Message:
    """Tell those who moderate the thread that a message breaks the rules. While that report is open, another
    one changes nothing.

    Raises NotFound, Forbidden, Invalid, Conflict for one's own, for what nobody reads any more, and where
    its author alone would be told.
    """
    message = held_message(actor, message_id, Action.REPORT)
    note = _explained(fault, note)
    person_id = person_of(actor)
    if message.author_id == person_id:
        raise Conflict("own_message", _("You can change or take back what you wrote yourself."))
    check_is_read(message)
    # In a group that rests it waits until somebody leads it again.
    if message.thread.group.is_working and not moderators_to_tell(message):
        raise Conflict(
            "nobody_else_moderates",
            _("Nobody but the author moderates this thread. Turn to whoever coordinates the group."),
        )
    _row, made = MessageReport.objects.get_or_create(
        message=message, person_id=person_id, answered_at=None, defaults={"fault": fault, "note": note}
    )
    if made:
        record(SOMEBODY, MessageReported(message_id=message.pk, **place_of(message.thread)))
    return message


@service(Action.MODERATE)
def moderate_message(
    *, actor: Actor, message_id: UUID, to: Step, fault: Fault | None = None, note: str = ""
) -> Message:
    """Take one of the `dialogue.moderation.policies.STEPS` about a message of somebody else. Hiding names the
    `fault`, which all readers see; the `note` is for the author and for who moderates.

    Raises NotFound, Forbidden, Invalid, Conflict for a step that does not fit, for one's own message, and for
    who would decide about the appeal against what they did themselves while another may.
    """
    message = held_message(actor, message_id, Action.MODERATE)
    if to == Step.HIDE and fault is None:
        raise Invalid.field("/fault", "required", _("Say what is wrong with the message."))
    note = _explained(fault if to == Step.HIDE else None, note)
    hiding = hiding_of(message)
    _check_fits(actor, message, hiding, to)
    open_reports = MessageReport.objects.filter(message=message, answered_at=None)
    if to == Step.DISMISS and not open_reports.exists():
        raise Conflict("not_reported", _("Nobody reports this message any more."))
    open_reports.update(answered_at=now())
    if to == Step.HIDE and fault is not None:
        hiding = _hide(actor, message, fault, note)
    elif hiding is not None:
        _decide(message, hiding, to, note)
    if hiding is not None:
        _log(actor, message, Moderated(to), Fault(hiding.fault))
    record(actor, _fact(message, to))
    return message


@service(MessageAction.APPEAL)
def appeal_hiding(*, actor: Actor, message_id: UUID, note: str) -> Message:
    """Say, once, why a message of one's own should be shown again.

    Raises NotFound, Forbidden, Invalid, Conflict where that was heard already.
    """
    message = held_message(actor, message_id, Action.READ)
    policy, hiding = MessagePolicy(), hiding_of(message)
    if hiding is None or not policy.can(actor, MessageAction.APPEAL, message):
        raise policy.refusal(actor, MessageAction.APPEAL, message)
    note = checked_text("/note", note, NOTE_LENGTH)
    if hiding.state != HidingState.HIDDEN:
        raise Conflict("appealed_already", _("You appealed against this already."))
    hiding.state, hiding.appeal = HidingState.APPEALED, note
    hiding.save(update_fields=["state", "appeal"])
    _log(actor, message, Moderated.APPEALED, Fault(hiding.fault))
    record(actor, MessageAppealed(message_id=message.pk, **place_of(message.thread)))
    return message


def _fact(message: Message, to: Step) -> MessagePayload:
    place = place_of(message.thread)
    if to == Step.DISMISS:
        people = tuple(sorted(moderators_to_tell(message)))
        return ReportsDismissed(message_id=message.pk, people=people, **place)
    return FACTS[to](message_id=message.pk, **place)


def _explained(fault: Fault | None, note: str) -> str:
    """Something else needs words."""
    return checked_text("/note", note, NOTE_LENGTH, required=fault == Fault.OTHER)


def _check_fits(actor: Actor, message: Message, hiding: Hiding | None, to: Step) -> None:
    if message.author_id == person_of(actor):
        raise Conflict("own_message", _("Somebody else decides about what you wrote."))
    if message.is_deleted:
        raise Conflict("message_deleted", _("This message was deleted."))
    if state_of(hiding) not in STEPS[to]:
        raise Conflict("moderation_step", _("This step does not fit what was decided about the message."))
    people = who_moderates([message.thread])[message.thread_id]
    if waits_for_another(actor, message, hiding, people):
        raise Conflict(
            "decided_by_another", _("You hid this message: somebody else decides about the appeal.")
        )


def _hide(actor: Actor, message: Message, fault: Fault, note: str) -> Hiding:
    """Its words go from it. What quotes it shows none of them meanwhile."""
    said = {"version": message.version, "body": message.body}
    hiding = Hiding.objects.create(
        message=message, fault=fault, note=note, hidden_by_id=person_of(actor), **said
    )
    forget_drafted_quotes(Q(reply_to=message))
    words_go(Thread.objects.filter(statements__source=message))
    message.body = message.html = ""
    message.hidden_at = now()
    _write(message)
    return hiding


def _decide(message: Message, hiding: Hiding, to: Step, note: str) -> None:
    if to == Step.SHOW:
        _show(message, hiding)
    else:
        hiding.state, hiding.note = HidingState(to), note
        hiding.save(update_fields=["state", "note"])


def _show(message: Message, hiding: Hiding) -> None:
    """Everything is as it was. The same words have another version now."""
    message.body, message.html, message.recipe = hiding.body, render(hiding.body), RECIPE
    message.hidden_at = None
    _write(message)
    quotes = MessageQuote.objects.filter(source=message)
    quotes.filter(version=hiding.version).update(version=message.version)
    # Of one that was sent as the words went there are none.
    quotes.filter(text="").update(text=whole(message.body), version=message.version)
    hiding.delete()


def _write(message: Message) -> None:
    message.version += 1
    message.save(update_fields=["body", "html", "recipe", "hidden_at", "version"])


def _log(actor: Actor, message: Message, what: Moderated, fault: Fault) -> None:
    ModerationStep.objects.create(
        thread=message.thread,
        message=message,
        what=what,
        fault=fault,
        person_id=person_of(actor),
        mandate=mandate_for(actor, message.thread.group_id),
    )
