"""Threads: begin, change, move from state to state."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.tags import checked_tags
from dialogue.common.text_validation import checked_text
from dialogue.facilitation.selectors import leader, lift
from dialogue.lifecycle.schedule import check_order, checked_first_day, checked_last_day, plan_term
from dialogue.rounds.services import end_running
from dialogue.threads.announcements import check_may_be_known, settle_announcement, tell_group
from dialogue.threads.audience import name_audience
from dialogue.threads.events import ThreadChanged, ThreadDrafted, ThreadOpened
from dialogue.threads.limits import OUTCOME_LENGTH, REASON_LENGTH, TITLE_LENGTH
from dialogue.threads.loaders import check_in_sight, check_version, named_people, place_of
from dialogue.threads.models import Purpose, Thread, ThreadState, ThreadStateChange, Visibility
from dialogue.threads.policies import Action, DialogueAction, DialoguePolicy, ThreadPolicy, demand
from groups.grants import hold, sync_grants
from groups.selectors import mandate_for
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import told_knowingly
from viche.kernel.errors import Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service

MOVED = (
    *("state", "outcome_uk", "outcome_en", "opens_on", "opened_at", "closed_at", "active_at", "version"),
    *("locked_at", "lock_reason", "slow_seconds", "announced_at", "wording"),
    "public_outcome",
)

REWORDED = frozenset({"title_uk", "title_en", "tags"})

"""What is changed of a thread that went on in another one."""

DAYS = frozenset({"opens_on", "closes_on"})

EDITED = ("title_uk", "title_en", "purpose", "opens_on", "closes_on", "tags")


class ThreadEdit(TypedDict, total=False):
    """What of a thread is to be changed."""

    title_uk: str
    title_en: str
    purpose: Purpose
    opens_on: date | None
    closes_on: date | None
    tags: Sequence[str]


@service(DialogueAction.START, DialogueAction.START_RESTRICTED)
def open_thread(
    *,
    actor: Actor,
    group_id: UUID,
    title_uk: str,
    purpose: Purpose,
    title_en: str = "",
    visibility: Visibility = Visibility.GROUP,
    organisation_ids: Sequence[UUID] = (),
    person_ids: Sequence[UUID] = (),
    opens_on: date | None = None,
    closes_on: date | None = None,
    facilitator_id: UUID | None = None,
    tags: Sequence[str] = (),
    draft: bool = False,
    announced: bool = False,
    confirmed: Collection[str] = (),
    known: str = "",
) -> Thread:
    """Begin a thread: open at once, or as a draft that only those see who may open it. It opens by itself on
    `opens_on`, in the name of who set that day, and `closes_on` is its last. `organisation_ids` and
    `person_ids` say who reads a restricted thread, of which its group knows if it is `announced`;
    `facilitator_id` is the mandate that leads it, else the one through which the actor takes part.
    `confirmed` are the kinds of personal data that its title is meant to tell, `known` what of it its readers
    can read elsewhere. Raises NotFound, Forbidden, Invalid, PersonalData.
    """
    group, at = load(DialoguePolicy(), actor, group_id, _beginning(visibility)), now()
    thread = Thread(
        group=group,
        title_uk=checked_text("/title", title_uk, TITLE_LENGTH),
        title_en=checked_text("/title_en", title_en, TITLE_LENGTH, required=False),
        purpose=purpose,
        state=ThreadState.DRAFT if draft else ThreadState.OPEN,
        visibility=visibility,
        opens_on=checked_first_day(group, opens_on, draft=draft),
        closes_on=checked_last_day(group, closes_on),
        opened_at=None if draft else at,
        facilitator=mandate_for(actor, group.pk) if facilitator_id is None else leader(group, facilitator_id),
        created_by_id=actor.person_id,
        created_at=at,
        active_at=at,
        announced_at=at if announced else None,
        tags=checked_tags(tags),
    )
    told = _checked(thread, confirmed, known)
    hold(group)
    thread.save(force_insert=True)
    name_audience(actor, thread, organisation_ids, person_ids, made=True)
    _settle_beginning(actor, thread, told)
    return thread


def _checked(thread: Thread, confirmed: Collection[str], known: str) -> tuple[str, ...]:
    """What a new thread gives away knowingly."""
    check_order(thread, first_changed=True)
    if thread.is_announced:
        check_may_be_known(thread)
    return _told(thread, confirmed, known)


def _settle_beginning(actor: Actor, thread: Thread, confirmed: tuple[str, ...]) -> None:
    plan_term(thread, actor.person_id)
    sync_grants(thread, reason="thread_opened")
    check_in_sight(actor, thread)
    begun = ThreadDrafted if thread.is_draft else ThreadOpened
    record(actor, begun(**place_of(thread), people=named_people(thread), confirmed=confirmed))
    tell_group(actor, thread)


def _beginning(visibility: Visibility) -> DialogueAction:
    restricted = visibility == Visibility.RESTRICTED
    return DialogueAction.START_RESTRICTED if restricted else DialogueAction.START


@service(Action.EDIT)
def edit_thread(
    *,
    actor: Actor,
    thread_id: UUID,
    expected_version: int,
    changes: ThreadEdit,
    confirmed: Collection[str] = (),
) -> Thread:
    """Change the named fields. `confirmed`: see `open_thread`, of what the title did not tell before; that of
    a public thread is changed knowing that anybody reads it.

    Raises NotFound, Forbidden, Stale, Invalid, PersonalData.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.EDIT, lock=True)
    check_version(thread, expected_version)
    if thread.is_merged and not changes.keys() <= REWORDED:
        raise ThreadPolicy().refusal(actor, Action.EDIT, thread)
    before, tags = (thread.title_uk, thread.title_en), thread.tags
    if "title_uk" in changes:
        thread.title_uk = checked_text("/title", changes["title_uk"], TITLE_LENGTH)
    if "title_en" in changes:
        thread.title_en = checked_text("/title_en", changes["title_en"], TITLE_LENGTH, required=False)
    if "purpose" in changes:
        thread.purpose = changes["purpose"]
    _set_days(thread, changes)
    if "tags" in changes:
        thread.tags = checked_tags(changes["tags"])
    told = _told(thread, confirmed, *before, renamed=before != (thread.title_uk, thread.title_en))
    if (thread.title_uk, thread.title_en, thread.tags) != (*before, tags):
        thread.wording += 1
    thread.version += 1
    thread.save(update_fields=[*EDITED, "version", "wording"])
    if changes.keys() & DAYS and not (thread.is_draft and "opens_on" not in changes):
        plan_term(thread, actor.person_id)
    record(actor, ThreadChanged(**place_of(thread), change="edited", confirmed=told))
    if before != (thread.title_uk, thread.title_en):
        tell_group(actor, thread)
    return thread


def _set_days(thread: Thread, changes: ThreadEdit) -> None:
    if "opens_on" in changes:
        thread.opens_on = checked_first_day(thread.group, changes["opens_on"], draft=thread.is_draft)
    if "closes_on" in changes:
        thread.closes_on = checked_last_day(thread.group, changes["closes_on"])
    check_order(thread, first_changed="opens_on" in changes)


@service(Action.OPEN, Action.SUMMARISE, Action.CLOSE, Action.REOPEN)
def move_thread(
    *,
    actor: Actor,
    thread_id: UUID,
    to: ThreadState,
    expected_version: int,
    outcome_uk: str | None = None,
    outcome_en: str | None = None,
    reason: str = "",
    mandate_id: UUID | None = None,
    confirmed: Collection[str] = (),
) -> Thread:
    """Take a thread to the next state: draft → open → summarising → closed, or back to open with a reason.

    `mandate_id` is the seat through which it is taken, else the strongest one of the actor. Closing needs an
    outcome, unless the thread only announced something; `confirmed`: see `open_thread`, of it and the reason.
    Raises NotFound, Forbidden (also for a step that does not fit the state), Stale, Invalid, PersonalData.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.READ, lock=True)
    action = _step(thread, to)
    demand(actor, action, thread)
    check_version(thread, expected_version)
    before, thread.state = ThreadState(thread.state), to
    told = _set_outcome(thread, outcome_uk, outcome_en, confirmed)
    reason = checked_text("/reason", reason, REASON_LENGTH, required=action == Action.REOPEN)
    told = tuple(sorted({*told, *told_knowingly({"/reason": reason}, confirmed)}))
    _set_times(actor, thread, action)
    if thread.round_id is not None and thread.state != ThreadState.OPEN:
        end_running(actor, thread, thread.round_id)
    thread.version += 1
    announced, thread.announced_at = thread.is_announced, None if thread.closed_at else thread.announced_at
    thread.save(update_fields=MOVED)
    ThreadStateChange.objects.create(
        thread=thread,
        before=before,
        after=to,
        reason=reason,
        person_id=actor.person_id,
        mandate=mandate_for(actor, thread.group_id, mandate_id),
        at=now(),
    )
    if action == Action.OPEN:
        sync_grants(thread, reason="thread_opened")
        record(actor, ThreadOpened(**place_of(thread), people=named_people(thread)))
    else:
        change = "reopened" if action == Action.REOPEN else str(to)
        record(actor, ThreadChanged(**place_of(thread), change=change, confirmed=told))
    if announced and not thread.is_announced:
        settle_announcement(actor, thread)
    return thread


def _told(thread: Thread, confirmed: Collection[str], *before: str, renamed: bool = False) -> tuple[str, ...]:
    texts = {"/title": thread.title_uk, "/title_en": thread.title_en}
    return told_knowingly(texts, confirmed, before, public=thread.is_public and renamed)


def _step(thread: Thread, to: ThreadState) -> Action:
    """The action that leads to a state. Whether it fits the present state is the policy's to say."""
    if to == ThreadState.SUMMARISING:
        return Action.SUMMARISE
    if to == ThreadState.CLOSED:
        return Action.CLOSE
    if to == ThreadState.OPEN:
        return Action.OPEN if thread.is_draft else Action.REOPEN
    raise Invalid.field("/to", "invalid_choice", _("A thread does not go back to a draft."))


def _set_outcome(
    thread: Thread, outcome_uk: str | None, outcome_en: str | None, confirmed: Collection[str]
) -> tuple[str, ...]:
    """What it gives away knowingly. In a public thread anybody reads what is written from now on alone: the
    English of before goes where the Ukrainian is written anew.
    """
    said = (outcome_uk, outcome_en) != (None, None)
    if thread.state == ThreadState.OPEN and said:
        raise Invalid.field("/outcome", "too_early", _("An outcome is written when the talk is summed up."))
    before = (thread.outcome_uk, thread.outcome_en)
    if outcome_uk is not None:
        thread.outcome_uk = checked_text("/outcome", outcome_uk, OUTCOME_LENGTH, required=False)
    if outcome_en is None and outcome_uk is not None and thread.is_public:
        thread.outcome_en = ""
    elif outcome_en is not None:
        thread.outcome_en = checked_text("/outcome_en", outcome_en, OUTCOME_LENGTH, required=False)
    needed = thread.state == ThreadState.CLOSED and thread.purpose != Purpose.ANNOUNCE
    if needed and not thread.outcome_uk:
        raise Invalid.field("/outcome", "required", _("Say what came of the conversation."))
    if any(before) and (thread.outcome_uk, thread.outcome_en) != before:
        thread.wording += 1
    if not said:
        return ()
    thread.public_outcome, known = thread.is_public, () if thread.is_public else before
    texts = {"/outcome": thread.outcome_uk, "/outcome_en": thread.outcome_en}
    return told_knowingly(texts, confirmed, known, public=thread.is_public)


def _set_times(actor: Actor, thread: Thread, action: Action) -> None:
    thread.closed_at = now() if thread.state == ThreadState.CLOSED else None
    if thread.closed_at is not None:  # it may be opened again, without what was decided before
        lift(actor, thread)
    if action == Action.OPEN:
        thread.opens_on, thread.opened_at, thread.active_at = None, now(), now()
    plan_term(thread)
