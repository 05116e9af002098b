"""Grants: what every person may do in every container, made from the sources that people understand.

A *source* says that somebody has some codenames on a container for a term: a membership, a deputyship, a
share with a guest. This module turns sources into guardian rows: one row for each person, codename and
container, whose `valid_until` is the end of the unbroken time that the sources cover from now on. Nothing
else writes these rows.

Rooms register their containers here. Whoever changes a source calls `sync_grants` with the container, which
also looks at the containers that depend on it. What begins or ends later leaves a GrantDue row, and the
deadlines engine looks again then.
"""

from groups.grants.audiences import (
    WHOLE,
    changed_things,
    changers_of,
    end_naming,
    keep_audience,
    keep_leaving,
    left_by,
)
from groups.grants.materialise import Changes, hold, look_soon, rebuild_grants, sync_grants
from groups.grants.registry import (
    Container,
    Source,
    container,
    container_kinds,
    container_named,
    container_of,
    emergency_kinds,
    kind_named,
    shareable,
    shareable_kinds,
)
from groups.grants.sources import (
    former_spans_of,
    member_sources,
    named_sources,
    of_all_time,
    read_once,
    sat_until,
    seen_together,
    sources_of,
    sources_of_all_time,
    sources_read_together,
    spans_of,
)

__all__ = [
    "WHOLE",
    "Changes",
    "Container",
    "Source",
    "changed_things",
    "changers_of",
    "container",
    "container_kinds",
    "container_named",
    "container_of",
    "emergency_kinds",
    "end_naming",
    "former_spans_of",
    "hold",
    "keep_audience",
    "keep_leaving",
    "kind_named",
    "left_by",
    "look_soon",
    "member_sources",
    "named_sources",
    "of_all_time",
    "read_once",
    "rebuild_grants",
    "sat_until",
    "seen_together",
    "shareable",
    "shareable_kinds",
    "sources_of",
    "sources_of_all_time",
    "sources_read_together",
    "spans_of",
    "sync_grants",
]
