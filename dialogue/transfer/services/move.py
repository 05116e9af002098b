"""Move a thread to another group."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.acknowledgements.reminders import reschedule_in_time_zone
from dialogue.common.text_validation import validate_text
from dialogue.drafts.models import MessageDraft
from dialogue.lifecycle.schedule import schedule_next_deadline
from dialogue.moderation.models import NOTE_LENGTH
from dialogue.threads.events import ThreadChanged, topic_of
from dialogue.threads.loaders import get_event_scope
from dialogue.threads.models import Thread
from dialogue.threads.obstacles import check_can_move
from dialogue.threads.policies import Action, DialogueAction, DialoguePolicy, ThreadPolicy
from dialogue.threads.publication import PUBLICATION_FIELDS, end_publication
from dialogue.threads.selectors import list_reader_ids
from dialogue.transfer.checks import check_new_readers_confirmed, check_nothing_pending
from dialogue.transfer.events import ThreadLeft
from dialogue.transfer.models import ThreadMove
from dialogue.transfer.selectors import moves_of
from groups.grants import WHOLE, lock_for_share, record_audience_transfer, sync_grants
from groups.models import InitiativeGroup, Mandate, Role
from groups.selectors import get_mandate_in_group, list_seats_of
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import check_version

MOVE_FIELDS = ("group", "facilitator", "pinned_at", *PUBLICATION_FIELDS, "version")


@service(Action.MOVE)
def move_to_group(
    *,
    actor: Actor,
    thread_id: UUID,
    group_id: UUID,
    reason: str,
    expected_version: int,
    widens: bool = False,
) -> Thread:
    """Move a thread from a group that `actor` facilitates to one in which they may start threads.

    Readers of that group read it from now on; people who read only the former group lose access at once.
    `widens` confirms that the thread gets new readers. All its content is moved with it; action items stay in
    the register of their group. Its facilitator stays if they may post in the new group, otherwise `actor`
    becomes it.

    Idempotent for the same actor. Raises NotFound, Forbidden, Stale, Invalid, PersonalData, and Conflict for
    an active round, for pending reports or appeals, and for registered obstacles.
    """
    if (taken := _find_done(actor, thread_id, group_id)) is not None:
        return taken
    load(ThreadPolicy(), actor, thread_id, Action.MOVE)
    lock_for_share(_get_target(actor, group_id))  # before any row below it is locked
    group = _get_target(actor, group_id)  # reloaded, since it may have changed before the lock
    thread = load(ThreadPolicy(), actor, thread_id, Action.MOVE, lock=True)
    check_version(thread, expected_version)
    _check_can_leave(thread, group)
    reason = validate_text("/reason", reason, NOTE_LENGTH)
    actor = check_disclosure(actor, {"/reason": reason})
    left, readers = thread.group, list_reader_ids(thread)
    led_by = thread.facilitator.person_id if thread.facilitator is not None else None
    move = _apply(actor, thread, group, reason)
    gone = ThreadLeft(thread_id=thread.pk, group_id=left.pk, shared=True, move_id=move.pk, led_by=led_by)
    record(actor, gone)
    record_audience_transfer(actor, thread, left.pk, [WHOLE])
    sync_grants(thread, reason="thread_moved")
    # Readers through the group hold no grants of their own whose removal would end their subscriptions.
    record_access_change(topic=topic_of(thread.pk), reason="thread_moved")
    if group.time_zone != left.time_zone:
        reschedule_in_time_zone(thread, left.time_zone)
        schedule_next_deadline(thread)
    check_new_readers_confirmed(len(list_reader_ids(thread) - readers), widens=widens)
    record(actor, ThreadChanged(**get_event_scope(thread), change="moved"))
    return thread


def _find_done(actor: Actor, thread_id: UUID, group_id: UUID) -> Thread | None:
    """Return the thread if this is a retry after the response was lost."""
    thread = load(ThreadPolicy(), actor, thread_id, Action.READ)
    if thread.group_id != group_id:
        return None
    latest = moves_of(thread).first()
    return thread if latest is not None and latest.person_id == actor.person_id else None


def _get_target(actor: Actor, group_id: UUID) -> InitiativeGroup:
    try:
        return load(DialoguePolicy(), actor, group_id, DialogueAction.START)
    except NotFound as error:
        raise Invalid.field("/group", "unknown", _("This group is not there, or not for you.")) from error


def _check_can_leave(thread: Thread, group: InitiativeGroup) -> None:
    if thread.group_id == group.pk:
        raise Invalid.field("/group", "already_there", _("The thread is in this group already."))
    check_nothing_pending(thread)
    check_can_move(thread)


def _apply(actor: Actor, thread: Thread, group: InitiativeGroup, reason: str) -> ThreadMove:
    move = ThreadMove(
        thread=thread,
        title_uk=thread.title_uk,
        title_en=thread.title_en,
        before=thread.group,
        after=group,
        reason=reason,
        person_id=actor.person_id,
        mandate=get_mandate_in_group(actor, thread.group_id),
    )
    thread.group, thread.facilitator = group, _choose_facilitator(actor, thread, group)
    thread.pinned_at = None
    end_publication(thread)
    thread.version += 1
    thread.save(update_fields=MOVE_FIELDS)
    move.save(force_insert=True)
    # Drafts lose a mandate that has no seat in the new group.
    elsewhere = MessageDraft.objects.filter(thread=thread, mandate__isnull=False)
    elsewhere.exclude(mandate__memberships__group=group).update(mandate=None)
    return move


def _choose_facilitator(actor: Actor, thread: Thread, group: InitiativeGroup) -> Mandate | None:
    """Return the facilitator's mandate if it may post in the other group, else one of `actor`."""
    leader = thread.facilitator
    if leader is not None:
        for seat in list_seats_of(leader.person_id, group.pk):
            if seat.mandate.pk == leader.pk and seat.role != Role.OBSERVER:
                return leader
    return get_mandate_in_group(actor, group.pk)
