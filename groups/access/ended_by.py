"""Who ended a source of access before its time: what the log of events holds of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from django.db.models import Model, Q

from groups.access.selectors import Ground
from groups.break_glass.models import BreakGlass
from groups.grants import changers_of, seen_together
from groups.guest_shares.events import GuestShareEnded
from groups.guest_shares.models import GuestShare
from groups.mandates.events import DeputyshipEnded, MandateEnded, MandateRested
from groups.mandates.models import Deputyship
from groups.memberships.events import MembershipEnded
from groups.offices.events import OfficeLeft
from groups.seats.deputies import Belonging, belonging_of, mandates_of_deputies
from groups.seats.models import Membership
from viche.accounts.models import User
from viche.kernel.models import Event
from viche.kernel.policy import Source

OWN = {
    "membership": MembershipEnded.kind,
    "deputyship": DeputyshipEnded.kind,
    "office": OfficeLeft.kind,
    "guest_share": GuestShareEnded.kind,
}
End = tuple[str, str, UUID]  # the kind of an event, and the kind and id of what it ended


def enders_of(grounds: Iterable[Ground], objs: Sequence[Model]) -> Mapping[Source, User]:
    """Who ended each of some sources of some things. Absent: its time ran out, or the system ended it."""
    changers = changers_of([one.pk for one in seen_together(objs)])
    known: dict[Source, User | None] = {}
    others: list[Ground] = []
    for one in grounds:
        if isinstance(one.record, BreakGlass):
            known[one.source] = one.record.ended_by
        elif isinstance(one.record, Membership | Deputyship) and one.source.until in changers:
            known[one.source] = changers[one.source.until]  # it was changed whom the thing is for
        else:
            others.append(one)
    return {one: ender for one, ender in known.items() if ender is not None} | _by_events(others)


def _by_events(grounds: Sequence[Ground]) -> dict[Source, User]:
    """The same by the log of events."""
    found: dict[Source, User] = {}
    belonging = mandates_of_deputies(one.record for one in grounds if isinstance(one.record, Deputyship))
    ends = {one.source: _ends_of(one, belonging) for one in grounds}
    asked = Q()
    for one in grounds:
        asked |= _events_of(one, ends[one.source])
    if not asked:
        return found
    by_people = Q(actor__isnull=False) | Q(kind=MandateRested.kind)
    events: dict[End, list[Event]] = defaultdict(list)
    for event in Event.objects.filter(asked & by_people).select_related("actor").order_by("id"):
        events[_end_by(event)].append(event)
    for one in grounds:
        enders = (_ender(events[end], one.source) for end in ends[one.source] if end in events)
        if (ender := next(filter(None, enders), None)) is not None:
            found[one.source] = ender
    return found


def _ender(events: Sequence[Event], source: Source) -> User | None:
    """A mandate may have rested several times: of these the one since when the source is over."""
    if source.until is not None and events[0].kind == MandateRested.kind:
        events = [one for one in events if one.at >= source.until][:1]
    return events[-1].actor if events else None


def _events_of(one: Ground, ends: Iterable[End]) -> Q:
    share = one.record
    if isinstance(share, GuestShare):
        ended = Q(kind=GuestShareEnded.kind, data__share_id=str(share.pk))
        return ended & Q(subject_type=share.container_type, subject_id=share.container_id)
    asked = Q()
    for kind, subject_type, subject_id in ends:
        asked |= Q(kind=kind, subject_type=subject_type, subject_id=subject_id)
    return asked


def _ends_of(one: Ground, belonging: Belonging) -> list[End]:
    """The events by which a source may have ended, its own before that of a mandate."""
    source, record = one.source, one.record
    if isinstance(record, Membership | Deputyship) and source.until in record.mandate.rested_since:
        return [(MandateRested.kind, "mandate", record.mandate_id)]
    ends = [(OWN[source.kind], source.kind, source.record_id)] if source.kind in OWN else []
    # An absence that ended with its mandate leaves no event of its own.
    if isinstance(record, Deputyship) and record.ended_at and record.ended_at == record.mandate.ended_at:
        ends.append((MandateEnded.kind, "mandate", record.mandate_id))
    return [*ends, *_ends_with_their_own(one, belonging)]


def _ends_with_their_own(one: Ground, belonging: Belonging) -> Iterator[End]:
    """Whoever stands in does so as long as they act for the organisation themselves."""
    if isinstance(one.record, Deputyship):
        for mandate in belonging_of(one.record, belonging):
            if one.source.until in mandate.rested_since:
                yield MandateRested.kind, "mandate", mandate.pk
            if one.source.until == mandate.ended_at:
                yield MandateEnded.kind, "mandate", mandate.pk


def _end_by(event: Event) -> End:
    if event.kind == GuestShareEnded.kind:
        return event.kind, "guest_share", UUID(event.data["share_id"])
    return event.kind, event.subject_type, event.subject_id
