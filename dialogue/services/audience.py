"""The audience of a thread: the whole group, or those whom it names."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from dialogue.audience import name_audience
from dialogue.events import ThreadChanged, topic_of
from dialogue.facts import check_in_sight, check_version, named_people, place_of
from dialogue.models import Thread, Visibility
from dialogue.policies import Action, ThreadPolicy
from groups.grants import sync_grants
from viche.kernel.access import access_changed
from viche.kernel.actor import Actor
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service


@service(Action.SET_AUDIENCE)
def set_audience(
    *,
    actor: Actor,
    thread_id: UUID,
    expected_version: int,
    visibility: Visibility,
    organisation_ids: Sequence[UUID] = (),
    person_ids: Sequence[UUID] = (),
) -> Thread:
    """Restrict a thread to some of its group, change whom it names, or widen it to the whole group.

    Those who are left out stop seeing it that second. The facilitator of the thread always stays; whoever
    restricts it cannot leave themselves out, or nobody could undo a mistake. Raises NotFound, Forbidden,
    Stale, Invalid.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.SET_AUDIENCE, lock=True)
    check_version(thread, expected_version)
    shared_before, restricted_before = thread.is_shared_with_group, thread.is_restricted
    people_before = named_people(thread)
    thread.visibility = visibility
    thread.version += 1
    thread.save(update_fields=["visibility", "version"])
    name_audience(actor, thread, organisation_ids, person_ids)
    sync_grants(thread, reason="thread_audience_changed")
    check_in_sight(actor, thread)
    if shared_before and thread.is_restricted:
        # Those who read it through the group hold no grant of their own that could have been taken away.
        access_changed(topic=topic_of(thread.pk), reason="thread_restricted")
    place = place_of(thread)
    place["shared"] = shared_before or thread.is_shared_with_group
    people = tuple(sorted({*people_before, *named_people(thread)}))
    change = _change(restricted_before, thread.is_restricted)
    record(actor, ThreadChanged(**place, people=people, change=change))
    return thread


def _change(restricted_before: bool, restricted: bool) -> str:
    if restricted_before == restricted:
        return "audience"
    return "restricted" if restricted else "widened"
