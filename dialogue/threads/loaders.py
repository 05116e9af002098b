"""Helpers that the services share: the acting person, visibility checks and event fields."""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.threads.access import READ, get_thread_access
from dialogue.threads.models import Thread, ThreadUserPermission
from dialogue.threads.policies import Action
from groups.policies import list_live_grants
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden, Invalid


class Place(TypedDict):
    """The fields by which every event refers to its thread."""

    thread_id: UUID
    group_id: UUID
    shared: bool


def get_event_scope(thread: Thread) -> Place:
    """Return the event fields that refer to a thread, as the thread is now."""
    return {"thread_id": thread.pk, "group_id": thread.group_id, "shared": thread.is_shared_with_group}


def require_person(actor: Actor) -> UUID:
    """Return the id of the acting person. Raises Forbidden for the system."""
    if actor.person_id is None:
        raise Forbidden
    return actor.person_id


def list_explicit_readers(thread: Thread) -> tuple[UUID, ...]:
    """Return ids of people who read a restricted thread by a grant of their own; empty for other threads.

    Threads that the whole group reads are announced on the group's topic.
    """
    if not thread.is_restricted or thread.is_draft:
        return ()
    rows = list_live_grants(ThreadUserPermission).filter(content_object=thread.pk, permission__codename=READ)
    return tuple(rows.order_by("user").values_list("user", flat=True))


def check_still_visible(actor: Actor, thread: Thread) -> None:
    """Raise Invalid when the change would make the thread invisible to `actor`.

    They could not undo it.
    """
    if actor.person_id is not None and not get_thread_access(actor, thread).can_read(thread):
        if thread.is_draft and not thread.is_restricted:
            words = _("Only its leaders can see a draft: lead it yourself, or open it at once.")
            raise Invalid.field("/facilitator", "without_you", words)
        raise Invalid.field(
            "/organisations",
            "without_you",
            _("Name yourself too: otherwise you would no longer see the thread."),
        )


def invalidate_search_text(of: QuerySet[Thread]) -> None:
    """Invalidate the search text of some threads: words were removed from it. They must be locked."""
    of.update(wording=F("wording") + 1)


def get_removal_action(thread: Thread) -> Action:
    """Return the action that permits a facilitator to remove a summary, question or statement.

    In a merged thread, to which nothing is added any more, another action permits it.
    """
    return Action.SET_AUDIENCE if thread.is_merged else Action.SUM_UP
