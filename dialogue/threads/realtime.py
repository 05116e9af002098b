"""Realtime topics of threads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from dialogue.threads import selectors
from dialogue.threads.visibility import READ_SCOPE, WRITE_SCOPE, ThreadVisibility, resolve_visibility
from groups.realtime import Introduction, introduce, register_access_frames
from viche.kernel.access_log import Read
from viche.kernel.actor import Actor
from viche.realtime.registry import SubscriptionGrant, register_topic_kind, require_scope_on

GROUP, THREAD, USER = "group", "thread", "user"


# ---- who may subscribe -------------------------------------------------------------------------------------


def resolve_hearings(questions: Sequence[tuple[Actor, UUID]]) -> list[SubscriptionGrant | None]:
    """Return each actor's subscription to a thread, until their last grant ends, or None."""
    return [
        build_subscription_grant(sight, Read(THREAD, thread_id))
        for (_actor, thread_id), sight in zip(questions, resolve_visibility(questions), strict=True)
    ]


def build_subscription_grant(sight: ThreadVisibility | None, read: Read) -> SubscriptionGrant | None:
    """Return the subscription that a visibility permits, or None.

    Subscribing to restricted content counts as reading it and is logged. Guests are not shown who else is
    present.
    """
    if sight is None:
        return None
    noted = read if sight.restricted else None
    return SubscriptionGrant(sight.until, noted, meets=sight.is_group_member, types=sight.can_post)


def resolve_hearing(actor: Actor, thread_id: UUID) -> SubscriptionGrant | None:
    """Return the subscription of one actor to a thread, or None."""
    return resolve_hearings([(actor, thread_id)])[0]


def introduce_in_thread(thread_id: UUID, person_ids: Sequence[UUID]) -> Mapping[UUID, Introduction]:
    """Describe people who are present, each with the organisation of their seat in the group."""
    group_id = selectors.group_of(thread_id)
    return introduce(group_id, person_ids) if group_id is not None else {}


register_topic_kind(
    THREAD,
    resolve_hearing,
    scope=READ_SCOPE,
    may_hear_all=resolve_hearings,
    introduce=introduce_in_thread,
    write_scope=WRITE_SCOPE,
)

register_access_frames(THREAD)
require_scope_on(GROUP, READ_SCOPE)
