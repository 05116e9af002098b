"""Find the person who ended a source of access early, as far as the event log records it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from django.db.models import Model, Q

from groups.access.selectors import AccessReason
from groups.break_glass.models import BreakGlass
from groups.grants import get_changers_of, include_linked_containers
from groups.guest_shares.events import GuestShareEnded
from groups.guest_shares.models import GuestShare
from groups.mandates.events import DeputyshipEnded, MandateEnded, MandateRested
from groups.mandates.models import Deputyship
from groups.memberships.events import MembershipEnded
from groups.offices.events import OfficeLeft
from groups.seats.deputies import MandatesByDeputy, get_deputy_mandates, load_deputy_mandates
from groups.seats.models import Membership
from viche.accounts.models import User
from viche.kernel.models import Event
from viche.kernel.policy import Source

END_EVENTS = {
    "membership": MembershipEnded.kind,
    "deputyship": DeputyshipEnded.kind,
    "office": OfficeLeft.kind,
    "guest_share": GuestShareEnded.kind,
}
EndKey = tuple[str, str, UUID]  # kind of the event, kind and id of the source that it ended


def get_enders_of(grounds: Iterable[AccessReason], objs: Sequence[Model]) -> Mapping[Source, User]:
    """Return the person who ended each source, without those that expired or that the system ended."""
    changers = get_changers_of([one.pk for one in include_linked_containers(objs)])
    known: dict[Source, User | None] = {}
    others: list[AccessReason] = []
    for one in grounds:
        if isinstance(one.record, BreakGlass):
            known[one.source] = one.record.ended_by
        elif isinstance(one.record, Membership | Deputyship) and one.source.until in changers:
            known[one.source] = changers[one.source.until]  # the audience of the object was changed
        else:
            others.append(one)
    return {one: ender for one, ender in known.items() if ender is not None} | _find_enders_in_events(others)


def _find_enders_in_events(grounds: Sequence[AccessReason]) -> dict[Source, User]:
    """Return the person who ended each source, by the event log."""
    found: dict[Source, User] = {}
    belonging = load_deputy_mandates(one.record for one in grounds if isinstance(one.record, Deputyship))
    ends = {one.source: _list_possible_ends(one, belonging) for one in grounds}
    asked = Q()
    for one in grounds:
        asked |= _end_events_q(one, ends[one.source])
    if not asked:
        return found
    by_people = Q(actor__isnull=False) | Q(kind=MandateRested.kind)
    events: dict[EndKey, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(asked & by_people).select_related("actor").order_by("id"):
        events[_get_end_key(event)].append(event)
    for one in grounds:
        enders = (_pick_ender(events[end], one.source) for end in ends[one.source] if end in events)
        if (ender := next(filter(None, enders), None)) is not None:
            found[one.source] = ender
    return found


def _pick_ender(events: Sequence[Event], source: Source) -> User | None:
    """Return the actor of the last event; of several suspensions, of the one that ended the source."""
    if source.until is not None and events[0].kind == MandateRested.kind:
        events = [one for one in events if one.at >= source.until][:1]
    return events[-1].actor if events else None


def _end_events_q(one: AccessReason, ends: Iterable[EndKey]) -> Q:
    share = one.record
    if isinstance(share, GuestShare):
        ended = Q(kind=GuestShareEnded.kind, data__share_id=str(share.pk))
        return ended & Q(subject_type=share.container_type, subject_id=share.container_id)
    asked = Q()
    for kind, subject_type, subject_id in ends:
        asked |= Q(kind=kind, subject_type=subject_type, subject_id=subject_id)
    return asked


def _list_possible_ends(one: AccessReason, belonging: MandatesByDeputy) -> list[EndKey]:
    """Return the events that may have ended a source, its own before those of a mandate."""
    source, record = one.source, one.record
    if isinstance(record, Membership | Deputyship) and source.until in record.mandate.rested_since:
        return [(MandateRested.kind, "mandate", record.mandate_id)]
    ends = [(END_EVENTS[source.kind], source.kind, source.record_id)] if source.kind in END_EVENTS else []
    # A deputyship that ended with its mandate leaves no event of its own.
    if isinstance(record, Deputyship) and record.ended_at and record.ended_at == record.mandate.ended_at:
        ends.append((MandateEnded.kind, "mandate", record.mandate_id))
    return [*ends, *_list_ends_of_own_mandates(one, belonging)]


def _list_ends_of_own_mandates(one: AccessReason, belonging: MandatesByDeputy) -> Iterator[EndKey]:
    """Yield the ends of the deputy's own mandates: a deputy acts only while they have one."""
    if isinstance(one.record, Deputyship):
        for mandate in get_deputy_mandates(one.record, belonging):
            if one.source.until in mandate.rested_since:
                yield MandateRested.kind, "mandate", mandate.pk
            if one.source.until == mandate.ended_at:
                yield MandateEnded.kind, "mandate", mandate.pk


def _get_end_key(event: Event) -> EndKey:
    if event.kind == GuestShareEnded.kind:
        return event.kind, "guest_share", UUID(event.data["share_id"])
    return event.kind, event.subject_type, event.subject_id
