"""Writing down who was shown what, and forgetting it when its time is over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.reads import Read, Way, hour_of
from viche.kernel.services import Reason, service
from viche.kernel.sql import prepared
from viche.privacy.models import AccessRecord
from viche.privacy.models.access import ZONE
from viche.privacy.registry import Ground, grounds_of

AT_ONCE = 10_000  # rows that are deleted in one transaction
# What is not written yet, of many at once, with how far the changes of each reader's access have come. A row
# from before the last of them does not count: the reader may see the thing for another reason now.
UNWRITTEN = """
    WITH access AS (
        SELECT reader, coalesce((
            SELECT max(change.seq) FROM kernel_accesschange AS change WHERE change.person_id = reader
        ), 0) AS seq
        FROM (SELECT DISTINCT unnest(%(readers)s::uuid[]) AS reader) AS readers
    )
    SELECT asked.place, access.seq
    FROM unnest(%(readers)s::uuid[], %(kinds)s::text[], %(ids)s::uuid[], %(subjects)s::uuid[])
        WITH ORDINALITY AS asked (reader, kind, id, subject, place)
    JOIN access USING (reader)
    WHERE NOT EXISTS (
        SELECT FROM privacy_accessrecord AS known
        WHERE known.reader_id = reader AND known.hour = %(hour)s
            AND known.object_id = asked.id AND known.kind = asked.kind AND known.way = %(way)s
            AND known.subject_id IS NOT DISTINCT FROM asked.subject
            AND known.access_seq = access.seq
    )
"""

Theirs = tuple[UUID, Read]


def _kept_since(at: datetime) -> datetime:
    """The beginning of the last year: what is older at a moment has been kept for its time."""
    return datetime(at.astimezone(ZoneInfo(ZONE)).year - 1, 1, 1, tzinfo=ZoneInfo(ZONE))


@service(Reason.SYSTEM, whole=False)
def record_reads(*, actor: Actor, asked: Sequence[Theirs], way: Way) -> int:
    """Write down what some people are about to be shown; returns how many rows are new.

    One statement where all of it is written already in this hour, two or three more where something is not,
    however many they are. Whatever it raises must keep the answer from being given.
    """
    at = now()
    new = _unwritten(asked, way, at)
    if not new:
        return 0
    grounds = _grounds(list(new))
    rows = [
        AccessRecord(
            reader_id=person_id,
            kind=one.kind,
            object_id=one.id,
            subject_id=one.subject_id,
            way=way,
            ground=grounds[person_id, one].kind,
            ground_id=grounds[person_id, one].record_id,
            access_seq=seq,
            hour=hour_of(at),
            at=at,
        )
        for (person_id, one), seq in new.items()
    ]
    return len(AccessRecord.objects.bulk_create(rows, ignore_conflicts=True))


@service(Reason.SYSTEM, whole=False)
def sweep_access_record(*, actor: Actor) -> int:
    """Delete the rows of the years before the last one; returns how many."""
    total = 0
    over = AccessRecord.objects.filter(at__lt=_kept_since(now()))
    while gone := AccessRecord.objects.filter(pk__in=over.values("pk")[:AT_ONCE]).delete()[0]:
        total += gone
    return total


def _unwritten(asked: Sequence[Theirs], way: Way, at: datetime) -> dict[Theirs, int]:
    distinct = list(dict.fromkeys(asked))
    facts = {
        "readers": [person_id for person_id, _one in distinct],
        "kinds": [one.kind for _person_id, one in distinct],
        "ids": [one.id for _person_id, one in distinct],
        "subjects": [one.subject_id for _person_id, one in distinct],
        "way": str(way),
        "hour": hour_of(at),
    }
    return {distinct[place - 1]: seq for place, seq in prepared(UNWRITTEN, facts)}


def _grounds(asked: Sequence[Theirs]) -> dict[Theirs, Ground]:
    """Why each of them may see it: asked once for each person and kind of thing."""
    wanted: dict[tuple[UUID, str], list[Read]] = defaultdict(list)
    for person_id, one in asked:
        wanted[person_id, one.kind].append(one)
    found: dict[Theirs, Ground] = {}
    for (person_id, kind), reads in wanted.items():
        known = grounds_of(kind, person_id, [one.id for one in reads])
        found |= {(person_id, one): known[one.id] for one in reads}
    return found
