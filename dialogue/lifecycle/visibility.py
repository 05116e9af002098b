"""Change the audience of a thread: the whole group, or those whom it names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.threads.announcements import check_can_announce, resolve_access_requests
from dialogue.threads.audience import record_thread_audience, set_thread_audience
from dialogue.threads.events import ThreadChanged, topic_of
from dialogue.threads.loaders import (
    check_still_visible,
    get_event_scope,
    list_explicit_readers,
)
from dialogue.threads.models import Thread, ThreadAudience, Visibility
from dialogue.threads.obstacles import check_can_have_audience
from dialogue.threads.policies import Action, ThreadPolicy
from dialogue.threads.publication import PUBLICATION_FIELDS, end_publication
from groups.grants import sync_grants
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import check_version, save_new_version


@service(Action.SET_AUDIENCE)
def set_audience(
    *,
    actor: Actor,
    thread_id: UUID,
    expected_version: int,
    visibility: Visibility,
    organisation_ids: Sequence[UUID] = (),
    person_ids: Sequence[UUID] = (),
    announced: bool = False,
) -> Thread:
    """Restrict a thread to a part of its group, change whom it names, or widen it to the group.

    People who are left out lose access at once. The facilitator always stays; an actor cannot leave
    themselves out, since they could not undo a mistake. `announced`: the whole group may know that the thread
    exists, by title and facilitator, and may request access. Raises NotFound, Forbidden, Stale, Invalid,
    PersonalData, and Conflict when a voter of an open decision is left out.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.SET_AUDIENCE, lock=True)
    check_version(thread, expected_version)
    _check_only_narrows(thread, visibility, {*organisation_ids, *person_ids})
    before = _AudienceBefore.of(thread)
    thread.visibility = visibility
    if thread.is_restricted:
        end_publication(thread)
    author = _set_announced(actor, thread, announced)
    set_thread_audience(actor, thread, organisation_ids, person_ids)
    return _finish_change(actor, thread, before, author)


@service(Action.SET_AUDIENCE)
def add_thread_reader(*, actor: Actor, thread_id: UUID, person_id: UUID) -> Thread:
    """Add one person to the audience of a restricted thread. Raises NotFound, Forbidden."""
    thread = load(ThreadPolicy(), actor, thread_id, Action.SET_AUDIENCE, lock=True)
    _check_only_narrows(thread, Visibility.RESTRICTED, {person_id})
    before = _AudienceBefore.of(thread)
    ThreadAudience.objects.get_or_create(thread=thread, person_id=person_id)
    record_thread_audience(actor, thread)
    return _finish_change(actor, thread, before, actor)


def _check_only_narrows(thread: Thread, visibility: Visibility, named: Collection[UUID]) -> None:
    """Raise Invalid if a merged thread would get new readers of its remaining messages."""
    if not thread.is_merged or (not thread.is_restricted and visibility == Visibility.RESTRICTED):
        return
    known = {pk for row in thread.audience.all() for pk in (row.organisation_id, row.person_id)}
    if visibility != Visibility.RESTRICTED or not known.issuperset(named):
        words = _("This thread went on in another one: it is only made narrower.")
        raise Invalid.field("/visibility", "only_narrower", words)


@dataclass(frozen=True, slots=True)
class _AudienceBefore:
    """The audience and the announcement of a thread before a change."""

    shared: bool
    restricted: bool
    announced: bool
    people: tuple[UUID, ...]

    @classmethod
    def of(cls, thread: Thread) -> _AudienceBefore:
        people = list_explicit_readers(thread)
        return cls(thread.is_shared_with_group, thread.is_restricted, thread.is_announced, people)


def _set_announced(actor: Actor, thread: Thread, announced: bool) -> Actor:
    """Set or clear the announcement and check what the title discloses, see `check_disclosure`.

    Raises Invalid, PersonalData.
    """
    if not announced:
        thread.announced_at = None
        return actor
    check_can_announce(thread)
    if thread.is_announced:
        return actor
    author = check_disclosure(actor, {"/title": thread.title_uk, "/title_en": thread.title_en})
    thread.announced_at = now()
    return author


def _finish_change(actor: Actor, thread: Thread, before: _AudienceBefore, author: Actor) -> Thread:
    """Save the change, update the grants, record the event of `author` and resolve access requests."""
    save_new_version(thread, "visibility", "announced_at", *PUBLICATION_FIELDS)
    sync_grants(thread, reason="thread_audience_changed")
    check_still_visible(actor, thread)
    check_can_have_audience(thread)
    if before.shared and thread.is_restricted:
        # Readers through the group hold no grants of their own whose removal would end their subscriptions.
        record_access_change(topic=topic_of(thread.pk), reason="thread_restricted")
    place = get_event_scope(thread)
    place["shared"] = before.shared or thread.is_shared_with_group
    people = tuple(sorted({*before.people, *list_explicit_readers(thread)}))
    change = _get_change(before.restricted, thread.is_restricted)
    record(author, ThreadChanged(**place, people=people, change=change))
    if before.announced or thread.is_announced:
        resolve_access_requests(actor, thread, changed=before.announced != thread.is_announced)
    return thread


def _get_change(restricted_before: bool, restricted: bool) -> str:
    if restricted_before == restricted:
        return "audience"
    return "restricted" if restricted else "widened"
