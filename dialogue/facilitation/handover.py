"""Who leads a thread hands it over to somebody else at the table."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import checked_text
from dialogue.facilitation.events import ThreadHandedOver
from dialogue.facilitation.models import FloorChange
from dialogue.facilitation.selectors import leader, write_step
from dialogue.moderation.models import NOTE_LENGTH
from dialogue.threads.access import standing_of
from dialogue.threads.announcements import tell_group
from dialogue.threads.audience import keep_readers
from dialogue.threads.loaders import check_version, named_people, place_of
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action, ThreadPolicy
from groups.grants import sync_grants
from groups.models import Mandate
from viche.kernel.actor import Actor
from viche.kernel.disclosure import told_knowingly
from viche.kernel.errors import Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service


@service(Action.HAND_OVER)
def hand_over_thread(
    *,
    actor: Actor,
    thread_id: UUID,
    facilitator_id: UUID,
    reason: str,
    expected_version: int,
    confirmed: Collection[str] = (),
) -> Thread:
    """Let another mandate lead a thread from now on, with a word of why that all its readers see. Whoever
    leads it by then already changes nothing.

    It widens and narrows nobody's sight: a restricted thread goes to somebody whom it names, and from
    somebody who goes on reading it. Raises NotFound, Forbidden, Stale, Invalid, PersonalData.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.HAND_OVER, lock=True)
    if thread.facilitator_id == facilitator_id:  # sent again, since the answer was lost on the line
        return thread
    check_version(thread, expected_version)
    reason = checked_text("/reason", reason, NOTE_LENGTH)
    successor = leader(thread.group, facilitator_id)
    _check_is_named(thread, successor)
    told = told_knowingly({"/reason": reason}, confirmed)
    people = named_people(thread)
    thread.facilitator = successor
    thread.version += 1
    thread.save(update_fields=["facilitator", "version"])
    keep_readers(actor, thread)
    sync_grants(thread, reason="thread_facilitator_changed")
    _check_is_seen(actor, thread)
    step = write_step(actor, thread, FloorChange.HANDED_OVER, reason=reason, successor=successor)
    told_too = tuple(sorted({*people, *named_people(thread)}))
    record(actor, ThreadHandedOver(**place_of(thread), people=told_too, step_id=step.pk, confirmed=told))
    tell_group(actor, thread)
    return thread


def _check_is_named(thread: Thread, mandate: Mandate) -> None:
    named = thread.audience.filter(Q(organisation=mandate.organisation_id) | Q(person=mandate.person_id))
    if thread.is_restricted and not named.exists():
        words = _("The thread does not name this person: say first that they read it, too.")
        raise Invalid.field("/facilitator", "not_named", words)


def _check_is_seen(actor: Actor, thread: Thread) -> None:
    if actor.person_id is not None and not standing_of(actor, thread).sees(thread):
        words = _("You would lose sight of the thread: say first that you read it, too.")
        raise Invalid.field("/facilitator", "without_you", words)
