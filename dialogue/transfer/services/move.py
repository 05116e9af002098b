"""Threads that go on in another group."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.acknowledgements.reminders import plan_by_another_clock
from dialogue.common.text_validation import checked_text
from dialogue.drafts.models import MessageDraft
from dialogue.lifecycle.schedule import plan_term
from dialogue.moderation.models import NOTE_LENGTH
from dialogue.threads.events import ThreadChanged, topic_of
from dialogue.threads.loaders import check_version, place_of
from dialogue.threads.models import Thread
from dialogue.threads.obstacles import check_may_leave
from dialogue.threads.policies import Action, DialogueAction, DialoguePolicy, ThreadPolicy
from dialogue.threads.publication import PUBLICATION, end_publication
from dialogue.threads.selectors import people_reading
from dialogue.transfer.checks import check_rests, check_widens
from dialogue.transfer.events import ThreadLeft
from dialogue.transfer.models import ThreadMove
from dialogue.transfer.selectors import moves_of
from groups.grants import WHOLE, hold, keep_leaving, sync_grants
from groups.models import InitiativeGroup, Mandate, Role
from groups.selectors import mandate_for, seats_of
from viche.kernel.access import access_changed
from viche.kernel.actor import Actor
from viche.kernel.disclosure import told_knowingly
from viche.kernel.errors import Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service

MOVED = ("group", "facilitator", "pinned_at", *PUBLICATION, "version")


@service(Action.MOVE)
def move_to_group(
    *,
    actor: Actor,
    thread_id: UUID,
    group_id: UUID,
    reason: str,
    expected_version: int,
    widens: bool = False,
    confirmed: Collection[str] = (),
) -> Thread:
    """Take a thread from a group that `actor` leads to another, in which they may start one: whoever reads
    that reads it from now on, and who reads the one that it leaves alone does so no more that second.

    `widens`: it is known that people come to read it who did not. Everything that was said and came of it
    stays with it; action items stay in the register of their group. Who leads it goes on where they sit, else
    `actor` leads it. `confirmed` are the kinds of personal data that the reason is meant to tell.

    Where `actor` took it there already, it changes nothing. Raises NotFound, Forbidden, Stale, Invalid,
    PersonalData, and Conflict for a round that runs, for what waits for a decision, and for what another room
    has against it.
    """
    if (taken := _taken_already(actor, thread_id, group_id)) is not None:
        return taken
    load(ThreadPolicy(), actor, thread_id, Action.MOVE)
    hold(_target(actor, group_id))  # before anything below it is locked
    group = _target(actor, group_id)  # as it is now that nobody changes it
    thread = load(ThreadPolicy(), actor, thread_id, Action.MOVE, lock=True)
    check_version(thread, expected_version)
    _check_leaves(thread, group)
    reason = checked_text("/reason", reason, NOTE_LENGTH)
    told = told_knowingly({"/reason": reason}, confirmed)
    left, readers = thread.group, people_reading(thread)
    led_by = thread.facilitator.person_id if thread.facilitator is not None else None
    move = _write(actor, thread, group, reason)
    gone = ThreadLeft(thread_id=thread.pk, group_id=left.pk, shared=True, move_id=move.pk, led_by=led_by)
    record(actor, gone)
    keep_leaving(actor, thread, left.pk, [WHOLE])
    sync_grants(thread, reason="thread_moved")
    # Those who read it through the group hold no grant of their own that could have been taken away.
    access_changed(topic=topic_of(thread.pk), reason="thread_moved")
    if group.time_zone != left.time_zone:
        plan_by_another_clock(thread, left.time_zone)
        plan_term(thread)
    check_widens(len(people_reading(thread) - readers), widens=widens)
    record(actor, ThreadChanged(**place_of(thread), change="moved", confirmed=told))
    return thread


def _taken_already(actor: Actor, thread_id: UUID, group_id: UUID) -> Thread | None:
    """The thread, where this was sent again, since the answer was lost on the line."""
    thread = load(ThreadPolicy(), actor, thread_id, Action.READ)
    if thread.group_id != group_id:
        return None
    latest = moves_of(thread).first()
    return thread if latest is not None and latest.person_id == actor.person_id else None


def _target(actor: Actor, group_id: UUID) -> InitiativeGroup:
    try:
        return load(DialoguePolicy(), actor, group_id, DialogueAction.START)
    except NotFound as error:
        raise Invalid.field("/group", "unknown", _("This group is not there, or not for you.")) from error


def _check_leaves(thread: Thread, group: InitiativeGroup) -> None:
    if thread.group_id == group.pk:
        raise Invalid.field("/group", "already_there", _("The thread is in this group already."))
    check_rests(thread)
    check_may_leave(thread)


def _write(actor: Actor, thread: Thread, group: InitiativeGroup, reason: str) -> ThreadMove:
    move = ThreadMove(
        thread=thread,
        title_uk=thread.title_uk,
        title_en=thread.title_en,
        before=thread.group,
        after=group,
        reason=reason,
        person_id=actor.person_id,
        mandate=mandate_for(actor, thread.group_id),
    )
    thread.group, thread.facilitator = group, _leader(actor, thread, group)
    thread.pinned_at = None
    end_publication(thread)
    thread.version += 1
    thread.save(update_fields=MOVED)
    move.save(force_insert=True)
    # Nobody speaks there through a seat that they have here.
    elsewhere = MessageDraft.objects.filter(thread=thread, mandate__isnull=False)
    elsewhere.exclude(mandate__memberships__group=group).update(mandate=None)
    return move


def _leader(actor: Actor, thread: Thread, group: InitiativeGroup) -> Mandate | None:
    """Who leads it, where they speak in the other group; else who takes it there."""
    leader = thread.facilitator
    if leader is not None:
        for seat in seats_of(leader.person_id, group.pk):
            if seat.mandate.pk == leader.pk and seat.role != Role.OBSERVER:
                return leader
    return mandate_for(actor, group.pk)
