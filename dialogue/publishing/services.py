"""Publish and unpublish threads."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.publishing.selectors import filter_groups_with_page
from dialogue.summary.models import ThreadSummary
from dialogue.threads.events import ThreadChanged
from dialogue.threads.loaders import get_event_scope
from dialogue.threads.models import Thread
from dialogue.threads.obstacles import check_can_publish
from dialogue.threads.policies import Action, ThreadPolicy
from dialogue.threads.publication import PUBLICATION_FIELDS, end_publication
from groups.policies import GroupAction, GroupPolicy
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import check_version, save_new_version


@service(Action.PUBLISH)
def publish_thread(
    *,
    actor: Actor,
    thread_id: UUID,
    expected_version: int,
    gist: bool = False,
    summary_version: int | None = None,
) -> Thread:
    """Publish a thread that its whole group reads: its title, and messages posted from now on.

    Earlier messages never become public. `gist`: also its current summary, as it was read in
    `summary_version`, and its current outcome; later versions of them are public anyway. Publishing again
    keeps public what is public already.

    Raises NotFound, Forbidden, Stale, Invalid, PersonalData, and Conflict where the group has no public page
    or an obstacle is registered, for example an action item that is discussed in the thread.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.PUBLISH, lock=True)
    if thread.is_public and thread.public_gist == gist:  # also on a retry after the response was lost
        return thread
    check_version(thread, expected_version)
    if not filter_groups_with_page([thread.group]):
        raise Conflict("no_public_page", _("The group has no public page. Open it in its settings first."))
    check_can_publish(thread)
    summary = _get_confirmed_summary(thread, summary_version) if gist else ""
    actor = check_disclosure(actor, _list_texts(thread, summary, gist=gist))
    if not thread.is_public:
        thread.public_at, thread.public_from = now(), thread.message_count + 1
    thread.public_gist = gist
    _save(actor, thread, "published")
    return thread


@service(Action.TAKE_BACK)
def unpublish_thread(*, actor: Actor, thread_id: UUID) -> Thread:
    """Unpublish a thread: from now on only its group may read it. Idempotent.

    Raises NotFound, Forbidden.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.TAKE_BACK, lock=True)
    if thread.is_public:
        _unpublish(actor, thread)
    return thread


@service(GroupAction.CLEAR_PAGE)
def remove_from_public_page(*, actor: Actor, group_id: UUID, thread_id: UUID) -> None:
    """Remove a thread from the public page of a group, also of a group without members. Idempotent.

    Where the group has no public thread of this id, nothing changes. Raises NotFound, Forbidden.
    """
    group = load(GroupPolicy(), actor, group_id, GroupAction.CLEAR_PAGE)
    rows = Thread.objects.select_for_update(of=("self",), no_key=True)
    thread = rows.filter(pk=thread_id, group=group, public_at__isnull=False).first()
    if thread is not None:
        _unpublish(actor, thread)


def _get_confirmed_summary(thread: Thread, version: int | None) -> str:
    """Return the summary that becomes public, in the version that was read.

    The thread must be locked. Raises Invalid without a version, and Stale for another version than the
    current one.
    """
    summary = ThreadSummary.objects.filter(thread=thread).exclude(body="").first()
    if summary is None:
        return ""
    if version is None:
        raise Invalid.field("/summary_version", "required", _("Say which version of the summary was read."))
    check_version(summary, version)
    return summary.body


def _list_texts(thread: Thread, summary: str, *, gist: bool) -> dict[str, str]:
    """Return the texts that become public at once, by their pointers."""
    texts = {"/title": thread.title_uk, "/title_en": thread.title_en}
    if not gist:
        return texts
    outcome = {"/outcome": thread.outcome_uk, "/outcome_en": thread.outcome_en}
    return {**texts, "/summary": summary, **outcome}


def _unpublish(actor: Actor, thread: Thread) -> None:
    end_publication(thread)
    _save(actor, thread, "taken_back")


def _save(actor: Actor, thread: Thread, change: str) -> None:
    save_new_version(thread, *PUBLICATION_FIELDS)
    record(actor, ThreadChanged(**get_event_scope(thread), change=change))
