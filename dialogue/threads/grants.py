"""Register the thread as a container of grants to read, post and facilitate."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.threads.access import CODENAMES, FACILITATE, READ, SPEAK
from dialogue.threads.models import Thread, ThreadState, ThreadUserPermission
from dialogue.threads.policies import Action, ThreadPolicy
from groups.common.periods import Period
from groups.grants import (
    Source,
    list_audience_sources,
    list_member_sources,
    register_container,
    should_include_past,
)
from groups.models import InitiativeGroup, Membership, Role, ShareAccess, Whom

FACILITATOR_CODENAMES = frozenset({READ, SPEAK, FACILITATE})
SPEAKER_CODENAMES = frozenset({READ, SPEAK})
READER_CODENAMES = frozenset({READ})

NAMED_BY_ROLE = {
    Role.FACILITATOR: SPEAKER_CODENAMES,
    Role.SECRETARY: SPEAKER_CODENAMES,
    Role.MEMBER: SPEAKER_CODENAMES,
    Role.OBSERVER: READER_CODENAMES,
}
LEADER_BY_ROLE = {
    Role.FACILITATOR: FACILITATOR_CODENAMES,
    Role.SECRETARY: FACILITATOR_CODENAMES,
    Role.MEMBER: FACILITATOR_CODENAMES,
}
CODENAMES_BY_AUDIENCE = {
    Whom.ORGANISATION: NAMED_BY_ROLE,
    Whom.PERSON: NAMED_BY_ROLE,
    Whom.LEADER: LEADER_BY_ROLE,
}


def list_grant_sources(thread: Thread) -> list[Source]:
    """List the seats from which the own grants of a thread are derived.

    - A restricted thread: the seats of the people and organisations that it names.
    - A draft that is not restricted: the facilitators of the group.
    - Both: the seats of the thread's facilitator.

    Inside `include_past_sources` also everything that the thread ever named, and all its facilitators while
    it was restricted.
    """
    if should_include_past():
        return list_audience_sources(
            thread, thread.group, CODENAMES_BY_AUDIENCE, partial(_find_counting_term, thread)
        )
    found: list[Source] = []
    if thread.is_draft:
        if not thread.is_restricted:
            found += list_member_sources(thread.group, {Role.FACILITATOR: READER_CODENAMES})
    elif thread.is_restricted:
        named = list(thread.audience.all())
        organisations = {
            one.organisation_id: one.named_at for one in named if one.organisation_id is not None
        }
        people = [one.person_id for one in named if one.person_id is not None]
        if organisations:

            def find_term(seat: Membership) -> Period | None:
                return _find_counting_term(thread, seat, organisations[seat.mandate.organisation_id])

            found += list_member_sources(
                thread.group, NAMED_BY_ROLE, organisation_ids=organisations, find_term=find_term
            )
        if people:
            found += list_member_sources(thread.group, NAMED_BY_ROLE, person_ids=people)
    if thread.facilitator is not None:
        found += list_member_sources(thread.group, LEADER_BY_ROLE, person_ids=[thread.facilitator.person_id])
    return found


def _find_counting_term(thread: Thread, seat: Membership, named_at: datetime | None) -> Period | None:
    """Return since when a seat of a named organisation counts, or None if it does not count yet.

    A seat that began after the organisation was named (`named_at`; None: when the thread was created) counts
    from its admission by a facilitator.
    """
    if seat.since <= (named_at or thread.created_at):
        return Period()
    admitted = (one.admitted_at for one in thread.late_seats.all() if one.membership_id == seat.pk)
    at = next(admitted, None)
    return None if at is None else Period(at)


def threads_of(group: InitiativeGroup) -> QuerySet[Thread]:
    """Return all threads of a group: one without grants now may be about to derive some."""
    return Thread.objects.filter(group=group)


def list_permitted_codenames(thread: Thread) -> Collection[str]:
    """Return the codenames that have effect: only reading in a suspended or dissolved group."""
    return CODENAMES if thread.group.is_working else READER_CODENAMES


def is_restricted_now(thread: Thread) -> bool:
    """Return whether the thread is restricted for emergency access; a draft holds no messages yet."""
    return thread.is_restricted and not thread.is_draft


register_container(
    Thread,
    kind="thread",
    grants=ThreadUserPermission,
    codenames=CODENAMES,
    sources=list_grant_sources,
    depends_on={InitiativeGroup: threads_of},
    shares={ShareAccess.READ: READER_CODENAMES, ShareAccess.SPEAK: SPEAKER_CODENAMES},
    policy=ThreadPolicy(),
    share_action=Action.SHARE,
    unshare_action=Action.SET_AUDIENCE,
    limit=list_permitted_codenames,
    emergency=is_restricted_now,
    prefetch=("group", "facilitator", "audience", "late_seats"),
    since="opened_at",
    known=~Q(state=ThreadState.DRAFT),
    offer=_("to be the guest of one thread"),
)
