"""Access record: store who was shown what, and delete it after its retention."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from viche.kernel.access_log import AccessMode, Read, hour_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.services import Reason, service
from viche.kernel.sql import execute_prepared
from viche.privacy.models import AccessRecord
from viche.privacy.models.access import RETENTION_TIME_ZONE
from viche.privacy.registry import AccessGround, grounds_of

DELETE_BATCH_SIZE = 10_000  # rows deleted in one transaction
# Accesses without a record yet, with the sequence number of the latest access change of each reader. A record
# from before that change does not count: the reader may see the object for another reason now.
FIND_UNRECORDED = """
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

ReaderAccess = tuple[UUID, Read]


def _get_retention_start(at: datetime) -> datetime:
    """Return the beginning of last year: older rows are past their retention."""
    return datetime(
        at.astimezone(ZoneInfo(RETENTION_TIME_ZONE)).year - 1, 1, 1, tzinfo=ZoneInfo(RETENTION_TIME_ZONE)
    )


@service(Reason.SYSTEM, whole=False)
def record_reads(*, actor: Actor, asked: Sequence[ReaderAccess], way: AccessMode) -> int:
    """Record what people are about to be shown; return the number of new rows.

    One statement when all of it is recorded in this hour already, two or three more otherwise, however many
    accesses there are. An exception must keep the response from being sent.
    """
    at = now()
    new = _find_unrecorded(asked, way, at)
    if not new:
        return 0
    grounds = _find_grounds(list(new))
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
def delete_old_access_records(*, actor: Actor) -> int:
    """Delete the rows of the years before the last one; return how many."""
    total = 0
    over = AccessRecord.objects.filter(at__lt=_get_retention_start(now()))
    while gone := AccessRecord.objects.filter(pk__in=over.values("pk")[:DELETE_BATCH_SIZE]).delete()[0]:
        total += gone
    return total


def _find_unrecorded(asked: Sequence[ReaderAccess], way: AccessMode, at: datetime) -> dict[ReaderAccess, int]:
    distinct = list(dict.fromkeys(asked))
    facts = {
        "readers": [person_id for person_id, _one in distinct],
        "kinds": [one.kind for _person_id, one in distinct],
        "ids": [one.id for _person_id, one in distinct],
        "subjects": [one.subject_id for _person_id, one in distinct],
        "way": str(way),
        "hour": hour_of(at),
    }
    return {distinct[place - 1]: seq for place, seq in execute_prepared(FIND_UNRECORDED, facts)}


def _find_grounds(asked: Sequence[ReaderAccess]) -> dict[ReaderAccess, AccessGround]:
    """Return the ground of each access, with one query per reader and kind of object."""
    wanted: dict[tuple[UUID, str], list[Read]] = defaultdict(list)
    for person_id, one in asked:
        wanted[person_id, one.kind].append(one)
    found: dict[ReaderAccess, AccessGround] = {}
    for (person_id, kind), reads in wanted.items():
        known = grounds_of(kind, person_id, [one.id for one in reads])
        found |= {(person_id, one): known[one.id] for one in reads}
    return found
