"""Grants: what every person may do in every container, materialised from sources.

A *source* states that a person has some codenames on a container for a period: a membership, a deputyship, a
share with a guest. This package turns sources into guardian rows: one row per person, codename and container,
whose `valid_until` is the end of the contiguous time that the sources cover from now on. Nothing else writes
these rows.

Apps register their containers here. A service that changes a source calls `sync_grants` with the container,
which also updates dependent containers. A later start or end leaves a GrantDue row, and the deadlines engine
resynchronises then.
"""

from groups.grants.audiences import (
    WHOLE,
    close_audience_of,
    get_changers_of,
    list_departed_object_ids,
    list_narrowed_object_ids,
    record_audience,
    record_audience_transfer,
)
from groups.grants.materialise import (
    Changes,
    lock_for_share,
    rebuild_grants,
    schedule_grant_resync,
    sync_grants,
)
from groups.grants.registry import (
    Container,
    Source,
    container_of,
    find_container_by_kind,
    get_container_by_kind,
    list_container_kinds,
    list_emergency_kinds,
    list_shareable_containers,
    list_shareable_kinds,
    register_container,
)
from groups.grants.sources import (
    find_past_seat_ends,
    get_cached,
    get_former_spans_of,
    get_spans_of,
    include_linked_containers,
    include_past_sources,
    list_audience_sources,
    list_member_sources,
    list_sources_of,
    prefetch_sources,
    should_include_past,
)

__all__ = [
    "WHOLE",
    "Changes",
    "Container",
    "Source",
    "close_audience_of",
    "container_of",
    "find_container_by_kind",
    "find_past_seat_ends",
    "get_cached",
    "get_changers_of",
    "get_container_by_kind",
    "get_former_spans_of",
    "get_spans_of",
    "include_linked_containers",
    "include_past_sources",
    "list_audience_sources",
    "list_container_kinds",
    "list_departed_object_ids",
    "list_emergency_kinds",
    "list_member_sources",
    "list_narrowed_object_ids",
    "list_shareable_containers",
    "list_shareable_kinds",
    "list_sources_of",
    "lock_for_share",
    "prefetch_sources",
    "rebuild_grants",
    "record_audience",
    "record_audience_transfer",
    "register_container",
    "schedule_grant_resync",
    "should_include_past",
    "sync_grants",
]
