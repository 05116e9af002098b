"""Hand a thread over to another facilitator."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from dialogue.facilitation.events import ThreadHandedOver
from dialogue.facilitation.models import FloorChange
from dialogue.facilitation.selectors import get_eligible_facilitator, log_facilitation_step
from dialogue.moderation.models import NOTE_LENGTH
from dialogue.threads.access import get_thread_access
from dialogue.threads.announcements import record_announcement_changed
from dialogue.threads.audience import record_thread_audience
from dialogue.threads.loaders import get_event_scope, list_explicit_readers
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy
from groups.grants import sync_grants
from groups.models import Mandate
from viche.kernel.actor import Actor
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import check_version, save_new_version


@service(Action.HAND_OVER)
def hand_over_thread(
    *,
    actor: Actor,
    thread_id: UUID,
    facilitator_id: UUID,
    reason: str,
    expected_version: int,
) -> Thread:
    """Make another mandate the facilitator of a thread, with a reason for its readers.

    Idempotent. It does not change who may read the thread: a restricted one can be handed over only to a
    person whom it names, and only by an actor who can still read it afterwards. Raises NotFound, Forbidden,
    Stale, Invalid, PersonalData.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.HAND_OVER, lock=True)
    if thread.facilitator_id == facilitator_id:  # a retry, since the response was lost
        return thread
    check_version(thread, expected_version)
    reason = validate_text("/reason", reason, NOTE_LENGTH)
    successor = get_eligible_facilitator(thread.group, facilitator_id)
    _check_successor_is_named(thread, successor)
    actor = check_disclosure(actor, {"/reason": reason})
    people = list_explicit_readers(thread)
    thread.facilitator = successor
    save_new_version(thread, "facilitator")
    record_thread_audience(actor, thread)
    sync_grants(thread, reason="thread_facilitator_changed")
    _check_still_readable(actor, thread)
    step = log_facilitation_step(actor, thread, FloorChange.HANDED_OVER, reason=reason, successor=successor)
    told_too = tuple(sorted({*people, *list_explicit_readers(thread)}))
    record(actor, ThreadHandedOver(**get_event_scope(thread), people=told_too, step_id=step.pk))
    record_announcement_changed(actor, thread)
    return thread


def _check_successor_is_named(thread: Thread, mandate: Mandate) -> None:
    named = thread.audience.filter(Q(organisation=mandate.organisation_id) | Q(person=mandate.person_id))
    if thread.is_restricted and not named.exists():
        words = _("This person cannot read the thread. Give them access first.")
        raise Invalid.field("/facilitator", "not_named", words)


def _check_still_readable(actor: Actor, thread: Thread) -> None:
    if actor.person_id is not None and not get_thread_access(actor, thread).can_read(thread):
        words = _("You would no longer see the thread. Add yourself to its readers first.")
        raise Invalid.field("/facilitator", "without_you", words)
