"""Realtime of threads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from dialogue.threads import selectors
from dialogue.threads.policies import READ_SCOPE, WRITE_SCOPE, Sight, seen_until
from groups.realtime import Introduction, introduce, register_access_frames
from viche.kernel.actor import Actor
from viche.kernel.reads import Read
from viche.realtime.registry import Hearing, speaks_on, topic_kind

GROUP, THREAD, USER = "group", "thread", "user"


# ---- who may hear ------------------------------------------------------------------------------------------


def may_hear_all(questions: Sequence[tuple[Actor, UUID]]) -> list[Hearing | None]:
    """Those who see the thread hear it, until the last grant that shows it to them ends."""
    return [
        hearing_of(sight, Read(THREAD, thread_id))
        for (_actor, thread_id), sight in zip(questions, seen_until(questions), strict=True)
    ]


def hearing_of(sight: Sight | None, read: Read) -> Hearing | None:
    """What somebody who sees a thing may hear of it; to hear what is restricted is to read it. Guests are not
    told who else does.
    """
    if sight is None:
        return None
    noted = read if sight.restricted else None
    return Hearing(sight.until, noted, meets=sight.sits, types=sight.speaks)


def may_hear(actor: Actor, thread_id: UUID) -> Hearing | None:
    return may_hear_all([(actor, thread_id)])[0]


def introduce_in_thread(thread_id: UUID, person_ids: Sequence[UUID]) -> Mapping[UUID, Introduction]:
    """People who are present, each with the organisation for which they sit in the group of the thread."""
    group_id = selectors.group_of(thread_id)
    return introduce(group_id, person_ids) if group_id is not None else {}


topic_kind(
    THREAD,
    may_hear,
    scope=READ_SCOPE,
    may_hear_all=may_hear_all,
    introduce=introduce_in_thread,
    write_scope=WRITE_SCOPE,
)

register_access_frames(THREAD)
speaks_on(GROUP, READ_SCOPE)
