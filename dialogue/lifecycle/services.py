"""Create and edit threads, and move them from state to state."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.tags import validate_tags
from dialogue.common.text_validation import validate_text
from dialogue.facilitation.selectors import clear_posting_restrictions, get_eligible_facilitator
from dialogue.lifecycle.schedule import (
    check_day_order,
    schedule_next_deadline,
    validate_first_day,
    validate_last_day,
)
from dialogue.messages.mentions import check_message_disclosure
from dialogue.posting.services import NewMessage, post_first_message
from dialogue.rounds.services import end_active_round
from dialogue.threads.announcements import (
    check_can_announce,
    record_announcement_changed,
    resolve_access_requests,
)
from dialogue.threads.audience import set_thread_audience
from dialogue.threads.events import ThreadChanged, ThreadDrafted, ThreadOpened
from dialogue.threads.limits import OUTCOME_LENGTH, REASON_LENGTH, TITLE_LENGTH
from dialogue.threads.loaders import (
    check_still_visible,
    get_event_scope,
    list_explicit_readers,
)
from dialogue.threads.models import Purpose, Thread, ThreadState, ThreadStateChange, Visibility
from dialogue.threads.policies import (
    Action,
    DialogueAction,
    DialoguePolicy,
    ThreadPolicy,
    check_thread_action,
)
from groups.grants import lock_for_share, sync_grants
from groups.models import InitiativeGroup, Mandate
from groups.selectors import get_mandate_in_group
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import check_version, save_new_version

TRANSITION_FIELDS = (
    *("state", "outcome_uk", "outcome_en", "opens_on", "opened_at", "closed_at", "active_at", "version"),
    *("locked_at", "lock_reason", "slow_seconds", "announced_at", "wording"),
    "public_outcome",
)

FIELDS_OPEN_AFTER_MERGE = frozenset({"title_uk", "title_en", "tags"})

"""The fields of a merged thread that can still be edited."""

DAY_FIELDS = frozenset({"opens_on", "closes_on"})

EDIT_FIELDS = ("title_uk", "title_en", "purpose", "opens_on", "closes_on", "tags")


class ThreadEdit(TypedDict, total=False):
    """The fields of a thread to change."""

    title_uk: str
    title_en: str
    purpose: Purpose
    opens_on: date | None
    closes_on: date | None
    tags: Sequence[str]


@service(DialogueAction.START, DialogueAction.START_RESTRICTED)
def create_thread(
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
    known: str = "",
    first: NewMessage | None = None,
    notifies_readers: bool = False,
) -> Thread:
    """Create a thread: open at once, or as a draft visible only to people who may open it.

    A draft opens by itself on `opens_on`; `closes_on` is the last day. `facilitator_id` is a mandate, by
    default the actor's own. `known` is text that its readers can read elsewhere, `first` the first message.
    """
    group, at = load(DialoguePolicy(), actor, group_id, _get_start_action(visibility)), now()
    thread = Thread(
        group=group,
        title_uk=validate_text("/title", title_uk, TITLE_LENGTH),
        title_en=validate_text("/title_en", title_en, TITLE_LENGTH, required=False),
        purpose=purpose,
        state=ThreadState.DRAFT if draft else ThreadState.OPEN,
        visibility=visibility,
        opens_on=validate_first_day(group, opens_on, draft=draft),
        closes_on=validate_last_day(group, closes_on),
        opened_at=None if draft else at,
        facilitator=_get_facilitator(actor, group, facilitator_id),
        created_by_id=actor.person_id,
        created_at=at,
        active_at=at,
        announced_at=at if announced else None,
        tags=validate_tags(tags),
    )
    actor = _check_new_thread(actor, thread, known, first)
    lock_for_share(group)
    thread.save(force_insert=True)
    set_thread_audience(actor, thread, organisation_ids, person_ids, made=True)
    _finish_creation(actor, thread, first, notifies_readers=notifies_readers)
    return thread


def _get_facilitator(actor: Actor, group: InitiativeGroup, facilitator_id: UUID | None) -> Mandate | None:
    if facilitator_id is None:
        return get_mandate_in_group(actor, group.pk)
    return get_eligible_facilitator(group, facilitator_id)


def _check_new_thread(actor: Actor, thread: Thread, known: str, first: NewMessage | None) -> Actor:
    """Check a new thread and what its title discloses, see `check_disclosure`.

    What the title and the first message disclose is refused together, so that it is confirmed at once.
    """
    check_day_order(thread, first_changed=True)
    if thread.is_announced:
        check_can_announce(thread)
    if first is not None:
        titles = {"/title": thread.title_uk, "/title_en": thread.title_en}
        check_message_disclosure(actor, first.body, beside=titles)
    return _check_title_disclosure(actor, thread, known)


def _finish_creation(
    actor: Actor, thread: Thread, first: NewMessage | None, *, notifies_readers: bool
) -> None:
    schedule_next_deadline(thread, actor.person_id)
    sync_grants(thread, reason="thread_opened")
    check_still_visible(actor, thread)
    people, scope = list_explicit_readers(thread), get_event_scope(thread)
    if thread.is_draft:
        record(actor, ThreadDrafted(**scope, people=people))
    else:
        record(actor, ThreadOpened(**scope, people=people, notifies_readers=notifies_readers))
    record_announcement_changed(actor, thread)
    if first is not None:
        post_first_message(thread_id=thread.pk, post=first)


def _get_start_action(visibility: Visibility) -> DialogueAction:
    restricted = visibility == Visibility.RESTRICTED
    return DialogueAction.START_RESTRICTED if restricted else DialogueAction.START


@service(Action.EDIT)
def edit_thread(
    *,
    actor: Actor,
    thread_id: UUID,
    expected_version: int,
    changes: ThreadEdit,
) -> Thread:
    """Change the given fields.

    What the title discloses has to be confirmed where it is new or the thread is public. Raises NotFound,
    Forbidden, Stale, Invalid, PersonalData.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.EDIT, lock=True)
    check_version(thread, expected_version)
    if thread.is_merged and not changes.keys() <= FIELDS_OPEN_AFTER_MERGE:
        raise ThreadPolicy().refusal(actor, Action.EDIT, thread)
    before, tags = (thread.title_uk, thread.title_en), thread.tags
    if "title_uk" in changes:
        thread.title_uk = validate_text("/title", changes["title_uk"], TITLE_LENGTH)
    if "title_en" in changes:
        thread.title_en = validate_text("/title_en", changes["title_en"], TITLE_LENGTH, required=False)
    if "purpose" in changes:
        thread.purpose = changes["purpose"]
    _set_days(thread, changes)
    if "tags" in changes:
        thread.tags = validate_tags(changes["tags"])
    renamed = before != (thread.title_uk, thread.title_en)
    actor = _check_title_disclosure(actor, thread, *before, renamed=renamed)
    if (thread.title_uk, thread.title_en, thread.tags) != (*before, tags):
        thread.wording += 1
    save_new_version(thread, *EDIT_FIELDS, "wording")
    if changes.keys() & DAY_FIELDS and not (thread.is_draft and "opens_on" not in changes):
        schedule_next_deadline(thread, actor.person_id)
    record(actor, ThreadChanged(**get_event_scope(thread), change="edited"))
    if renamed:
        record_announcement_changed(actor, thread)
    return thread


def _set_days(thread: Thread, changes: ThreadEdit) -> None:
    if "opens_on" in changes:
        thread.opens_on = validate_first_day(thread.group, changes["opens_on"], draft=thread.is_draft)
    if "closes_on" in changes:
        thread.closes_on = validate_last_day(thread.group, changes["closes_on"])
    check_day_order(thread, first_changed="opens_on" in changes)


@service(Action.OPEN, Action.SUMMARISE, Action.CLOSE, Action.REOPEN)
def transition_thread(
    *,
    actor: Actor,
    thread_id: UUID,
    to: ThreadState,
    expected_version: int,
    outcome_uk: str | None = None,
    outcome_en: str | None = None,
    reason: str = "",
    mandate_id: UUID | None = None,
) -> Thread:
    """Move a thread to the next state: draft → open → summarising → closed, or back to open.

    Reopening needs a reason, closing an outcome unless the thread is an announcement. `mandate_id` is the
    seat used for it, by default the strongest one of the actor. Raises NotFound, Forbidden (also for a step
    that does not fit the state), Stale, Invalid, PersonalData.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.READ, lock=True)
    action = _get_action(thread, to)
    check_thread_action(actor, action, thread)
    check_version(thread, expected_version)
    before, thread.state = ThreadState(thread.state), to
    author = _set_outcome(actor, thread, outcome_uk, outcome_en)
    reason = validate_text("/reason", reason, REASON_LENGTH, required=action == Action.REOPEN)
    author = check_disclosure(author, {"/reason": reason})
    _set_times(actor, thread, action)
    if thread.round_id is not None and thread.state != ThreadState.OPEN:
        end_active_round(actor, thread, thread.round_id)
    thread.version += 1
    announced, thread.announced_at = thread.is_announced, None if thread.closed_at else thread.announced_at
    thread.save(update_fields=TRANSITION_FIELDS)
    ThreadStateChange.objects.create(
        thread=thread,
        before=before,
        after=to,
        reason=reason,
        person_id=actor.person_id,
        mandate=get_mandate_in_group(actor, thread.group_id, mandate_id),
        at=now(),
    )
    if action == Action.OPEN:
        sync_grants(thread, reason="thread_opened")
        people = list_explicit_readers(thread)
        record(actor, ThreadOpened(**get_event_scope(thread), people=people, notifies_readers=True))
    else:
        change = "reopened" if action == Action.REOPEN else str(to)
        record(author, ThreadChanged(**get_event_scope(thread), change=change))
    if announced and not thread.is_announced:
        resolve_access_requests(actor, thread)
    return thread


def _check_title_disclosure(actor: Actor, thread: Thread, *before: str, renamed: bool = False) -> Actor:
    texts = {"/title": thread.title_uk, "/title_en": thread.title_en}
    return check_disclosure(actor, texts, before, public=thread.is_public and renamed)


def _get_action(thread: Thread, to: ThreadState) -> Action:
    """Return the action that leads to a state; the policy decides whether it is possible."""
    if to == ThreadState.SUMMARISING:
        return Action.SUMMARISE
    if to == ThreadState.CLOSED:
        return Action.CLOSE
    if to == ThreadState.OPEN:
        return Action.OPEN if thread.is_draft else Action.REOPEN
    raise Invalid.field("/to", "invalid_choice", _("A thread does not go back to a draft."))


def _set_outcome(actor: Actor, thread: Thread, outcome_uk: str | None, outcome_en: str | None) -> Actor:
    """Set the outcome and check what it discloses, see `check_disclosure`.

    In a public thread only text that is written from now on is public: the earlier English text is removed
    when the Ukrainian one is rewritten.
    """
    said = (outcome_uk, outcome_en) != (None, None)
    if thread.state == ThreadState.OPEN and said:
        raise Invalid.field("/outcome", "too_early", _("An outcome is written when the talk is summed up."))
    before = (thread.outcome_uk, thread.outcome_en)
    if outcome_uk is not None:
        thread.outcome_uk = validate_text("/outcome", outcome_uk, OUTCOME_LENGTH, required=False)
    if outcome_en is None and outcome_uk is not None and thread.is_public:
        thread.outcome_en = ""
    elif outcome_en is not None:
        thread.outcome_en = validate_text("/outcome_en", outcome_en, OUTCOME_LENGTH, required=False)
    needed = thread.state == ThreadState.CLOSED and thread.purpose != Purpose.ANNOUNCE
    if needed and not thread.outcome_uk:
        raise Invalid.field("/outcome", "required", _("Say what came of the conversation."))
    if any(before) and (thread.outcome_uk, thread.outcome_en) != before:
        thread.wording += 1
    if not said:
        return actor
    thread.public_outcome, known = thread.is_public, () if thread.is_public else before
    texts = {"/outcome": thread.outcome_uk, "/outcome_en": thread.outcome_en}
    return check_disclosure(actor, texts, known, public=thread.is_public)


def _set_times(actor: Actor, thread: Thread, action: Action) -> None:
    thread.closed_at = now() if thread.state == ThreadState.CLOSED else None
    if thread.closed_at is not None:  # the thread may be reopened, then without lock and slow mode
        clear_posting_restrictions(actor, thread)
    if action == Action.OPEN:
        thread.opens_on, thread.opened_at, thread.active_at = None, now(), now()
    schedule_next_deadline(thread)
