"""Threads that anybody reads from now on, signed in or not, and no more."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.publishing.selectors import pages_open
from dialogue.summary.models import ThreadSummary
from dialogue.threads.events import ThreadChanged
from dialogue.threads.loaders import check_version, place_of
from dialogue.threads.models import Thread
from dialogue.threads.obstacles import check_may_be_public
from dialogue.threads.policies import Action, ThreadPolicy
from dialogue.threads.publication import PUBLICATION, end_publication
from groups.policies import GroupAction, GroupPolicy
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import told_knowingly
from viche.kernel.errors import Conflict, Invalid, Stale
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import service


@service(Action.PUBLISH)
def publish_thread(
    *,
    actor: Actor,
    thread_id: UUID,
    expected_version: int,
    gist: bool = False,
    summary_version: int | None = None,
    confirmed: Collection[str] = (),
) -> Thread:
    """Let anybody read a thread that its whole group reads: its title and question, and what is said in it
    from now on, never what was said before. `gist`: also its summary, as it was read in `summary_version`,
    and its outcome as they are now; what is written of them later is public by itself. `confirmed` are the
    kinds of personal data that these are meant to tell. Published again, what is public already stays so.

    Raises NotFound, Forbidden, Stale, Invalid, PersonalData, and Conflict where the group has no public page
    or an action item is talked about in the thread.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.PUBLISH, lock=True)
    if thread.is_public and thread.public_gist == gist:  # also where the answer was lost on the line
        return thread
    check_version(thread, expected_version)
    if not pages_open([thread.group]):
        raise Conflict("no_public_page", _("The group has no public page. Open it in its settings first."))
    check_may_be_public(thread)
    summary = _summary_of(thread, summary_version) if gist else ""
    told = told_knowingly(_texts(thread, summary, gist=gist), confirmed)
    if not thread.is_public:
        thread.public_at, thread.public_from = now(), thread.message_count + 1
    thread.public_gist = gist
    _save(actor, thread, "published", told)
    return thread


@service(Action.TAKE_BACK)
def take_back_thread(*, actor: Actor, thread_id: UUID) -> Thread:
    """From now on its group alone reads it. Again, it changes nothing. Raises NotFound, Forbidden."""
    thread = load(ThreadPolicy(), actor, thread_id, Action.TAKE_BACK, lock=True)
    if thread.is_public:
        _take_back(actor, thread)
    return thread


@service(GroupAction.CLEAR_PAGE)
def clear_thread(*, actor: Actor, group_id: UUID, thread_id: UUID) -> None:
    """Take a thread off the page of a group, also of one of which nobody is left; where there is no public
    one of this id, nothing changes. Raises NotFound, Forbidden.
    """
    group = load(GroupPolicy(), actor, group_id, GroupAction.CLEAR_PAGE)
    rows = Thread.objects.select_for_update(of=("self",), no_key=True)
    thread = rows.filter(pk=thread_id, group=group, public_at__isnull=False).first()
    if thread is not None:
        _take_back(actor, thread)


def _summary_of(thread: Thread, version: int | None) -> str:
    """The words that become public, as whoever publishes them has read them. The thread is held.

    Raises Invalid where it is not said which those were, and Stale where there are others now.
    """
    summary = ThreadSummary.objects.filter(thread=thread).exclude(body="").first()
    if summary is None:
        return ""
    if version is None:
        raise Invalid.field("/summary_version", "required", _("Say which version of the summary was read."))
    if version != summary.version:
        raise Stale
    return summary.body


def _texts(thread: Thread, summary: str, *, gist: bool) -> dict[str, str]:
    """What becomes public at once, by the names of its fields."""
    texts = {"/title": thread.title_uk, "/title_en": thread.title_en}
    if not gist:
        return texts
    outcome = {"/outcome": thread.outcome_uk, "/outcome_en": thread.outcome_en}
    return {**texts, "/summary": summary, **outcome}


def _take_back(actor: Actor, thread: Thread) -> None:
    end_publication(thread)
    _save(actor, thread, "taken_back")


def _save(actor: Actor, thread: Thread, change: str, told: tuple[str, ...] = ()) -> None:
    thread.version += 1
    thread.save(update_fields=[*PUBLICATION, "version"])
    record(actor, ThreadChanged(**place_of(thread), change=change, confirmed=told))
