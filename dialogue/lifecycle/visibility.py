"""The audience of a thread: the whole group, or those whom it names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.threads.announcements import check_may_be_known, settle_announcement
from dialogue.threads.audience import keep_readers, name_audience
from dialogue.threads.events import ThreadChanged, topic_of
from dialogue.threads.loaders import check_in_sight, check_version, named_people, place_of
from dialogue.threads.models import Thread, ThreadAudience, Visibility
from dialogue.threads.policies import Action, ThreadPolicy
from dialogue.threads.publication import PUBLICATION, end_publication
from groups.grants import sync_grants
from viche.kernel.access import access_changed
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import told_knowingly
from viche.kernel.errors import Invalid
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
    announced: bool = False,
    confirmed: Collection[str] = (),
) -> Thread:
    """Restrict a thread to some of its group, change whom it names, or widen it to the whole group.

    Those who are left out stop seeing it that second. The facilitator of the thread always stays; whoever
    restricts it cannot leave themselves out, or nobody could undo a mistake. `announced`: the whole group
    knows that it is there, by its title and who leads it, and may ask for access; `confirmed` are the kinds
    of personal data that the title is meant to tell it.

    Raises NotFound, Forbidden, Stale, Invalid, PersonalData.
    """
    thread = load(ThreadPolicy(), actor, thread_id, Action.SET_AUDIENCE, lock=True)
    check_version(thread, expected_version)
    _check_narrows(thread, visibility, {*organisation_ids, *person_ids})
    before = _Before.of(thread)
    thread.visibility = visibility
    if thread.is_restricted:
        end_publication(thread)
    told = _announce(thread, announced, confirmed)
    name_audience(actor, thread, organisation_ids, person_ids)
    return _settle(actor, thread, before, told)


@service(Action.SET_AUDIENCE)
def name_too(*, actor: Actor, thread_id: UUID, person_id: UUID) -> Thread:
    """Let a restricted thread name one person more. Raises NotFound, Forbidden."""
    thread = load(ThreadPolicy(), actor, thread_id, Action.SET_AUDIENCE, lock=True)
    _check_narrows(thread, Visibility.RESTRICTED, {person_id})
    before = _Before.of(thread)
    ThreadAudience.objects.get_or_create(thread=thread, person_id=person_id)
    keep_readers(actor, thread)
    return _settle(actor, thread, before)


def _check_narrows(thread: Thread, visibility: Visibility, named: Collection[UUID]) -> None:
    """Raises Invalid for who would come to read what stayed behind of a thread that went on in another."""
    if not thread.is_merged or (not thread.is_restricted and visibility == Visibility.RESTRICTED):
        return
    known = {pk for row in thread.audience.all() for pk in (row.organisation_id, row.person_id)}
    if visibility != Visibility.RESTRICTED or not known.issuperset(named):
        words = _("This thread went on in another one: it is only made narrower.")
        raise Invalid.field("/visibility", "only_narrower", words)


@dataclass(frozen=True, slots=True)
class _Before:
    """Who read a thread, and who knew of it."""

    shared: bool
    restricted: bool
    announced: bool
    people: tuple[UUID, ...]

    @classmethod
    def of(cls, thread: Thread) -> _Before:
        people = named_people(thread)
        return cls(thread.is_shared_with_group, thread.is_restricted, thread.is_announced, people)


def _announce(thread: Thread, announced: bool, confirmed: Collection[str]) -> tuple[str, ...]:
    """What of its title was confirmed. Raises Invalid, PersonalData."""
    if not announced:
        thread.announced_at = None
        return ()
    check_may_be_known(thread)
    if thread.is_announced:
        return ()
    told = told_knowingly({"/title": thread.title_uk, "/title_en": thread.title_en}, confirmed)
    thread.announced_at = now()
    return told


def _settle(actor: Actor, thread: Thread, before: _Before, told: tuple[str, ...] = ()) -> Thread:
    """Whoever is left out stops seeing it, whoever came is told, and who asked has their answer."""
    thread.version += 1
    thread.save(update_fields=["visibility", "announced_at", *PUBLICATION, "version"])
    sync_grants(thread, reason="thread_audience_changed")
    check_in_sight(actor, thread)
    if before.shared and thread.is_restricted:
        # Those who read it through the group hold no grant of their own that could have been taken away.
        access_changed(topic=topic_of(thread.pk), reason="thread_restricted")
    place = place_of(thread)
    place["shared"] = before.shared or thread.is_shared_with_group
    people = tuple(sorted({*before.people, *named_people(thread)}))
    change = _change(before.restricted, thread.is_restricted)
    record(actor, ThreadChanged(**place, people=people, change=change, confirmed=told))
    if before.announced or thread.is_announced:
        settle_announcement(actor, thread, changed=before.announced != thread.is_announced)
    return thread


def _change(restricted_before: bool, restricted: bool) -> str:
    if restricted_before == restricted:
        return "audience"
    return "restricted" if restricted else "widened"
