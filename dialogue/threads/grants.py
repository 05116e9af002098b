"""The thread as a container of grants: who reads, speaks and leads by rows of its own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.threads.access import CODENAMES, FACILITATE, READ, SPEAK
from dialogue.threads.models import Thread, ThreadState, ThreadUserPermission
from dialogue.threads.policies import Action, ThreadPolicy
from groups.common.periods import Term
from groups.grants import Source, container, member_sources, named_sources, of_all_time
from groups.models import InitiativeGroup, Membership, Role, ShareAccess, Whom

LEADING = frozenset({READ, SPEAK, FACILITATE})
SPEAKING = frozenset({READ, SPEAK})
READING = frozenset({READ})

NAMED = {Role.FACILITATOR: SPEAKING, Role.SECRETARY: SPEAKING, Role.MEMBER: SPEAKING, Role.OBSERVER: READING}
LEADER = {Role.FACILITATOR: LEADING, Role.SECRETARY: LEADING, Role.MEMBER: LEADING}
BY_WHOM = {Whom.ORGANISATION: NAMED, Whom.PERSON: NAMED, Whom.LEADER: LEADER}


def sources_of_thread(thread: Thread) -> list[Source]:
    """The seats in the group of those whom a restricted thread names, and the seats of its facilitator.

    A draft is read by its facilitator and by those of the group, unless it is to be restricted. Of all time,
    whom it ever named and who ever led it while it was restricted.
    """
    if of_all_time():
        return named_sources(thread, thread.group, BY_WHOM, partial(_find_counting_term, thread))
    found: list[Source] = []
    if thread.is_draft:
        if not thread.is_restricted:
            found += member_sources(thread.group, {Role.FACILITATOR: READING})
    elif thread.is_restricted:
        named = list(thread.audience.all())
        organisations = {
            one.organisation_id: one.named_at for one in named if one.organisation_id is not None
        }
        people = [one.person_id for one in named if one.person_id is not None]
        if organisations:

            def find_term(seat: Membership) -> Term | None:
                return _find_counting_term(thread, seat, organisations[seat.mandate.organisation_id])

            found += member_sources(thread.group, NAMED, organisation_ids=organisations, find_term=find_term)
        if people:
            found += member_sources(thread.group, NAMED, person_ids=people)
    if thread.facilitator is not None:
        found += member_sources(thread.group, LEADER, person_ids=[thread.facilitator.person_id])
    return found


def _find_counting_term(thread: Thread, seat: Membership, named_at: datetime | None) -> Term | None:
    """Return when a seat of an organisation counts that the thread named at a moment (None: as it was made).

    One that began later counts from when who leads the thread admitted it; None: never yet.
    """
    if seat.since <= (named_at or thread.created_at):
        return Term()
    admitted = (one.admitted_at for one in thread.late_seats.all() if one.membership_id == seat.pk)
    at = next(admitted, None)
    return None if at is None else Term(at)


def threads_of(group: InitiativeGroup) -> QuerySet[Thread]:
    """Every thread of a group: one that hangs on nobody yet may be about to."""
    return Thread.objects.filter(group=group)


def permitted_now(thread: Thread) -> Collection[str]:
    """A suspended or dissolved group only reads."""
    return CODENAMES if thread.group.is_working else READING


def restricted_now(thread: Thread) -> bool:
    """A draft is nobody's but its author's: there is nothing in it that somebody said to somebody."""
    return thread.is_restricted and not thread.is_draft


container(
    Thread,
    kind="thread",
    grants=ThreadUserPermission,
    codenames=CODENAMES,
    sources=sources_of_thread,
    depends_on={InitiativeGroup: threads_of},
    shares={ShareAccess.READ: READING, ShareAccess.SPEAK: SPEAKING},
    policy=ThreadPolicy(),
    share_action=Action.SHARE,
    unshare_action=Action.SET_AUDIENCE,
    limit=permitted_now,
    emergency=restricted_now,
    prefetch=("group", "facilitator", "audience", "late_seats"),
    since="opened_at",
    known=~Q(state=ThreadState.DRAFT),
    offer=_("to be the guest of one thread"),
)
