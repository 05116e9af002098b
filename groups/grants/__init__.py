"""Grants: what every person may do in every container, made from the sources that people understand.

A *source* says that somebody has some codenames on a container for a term: a membership, a deputyship, a
share with a guest. This module turns sources into guardian rows: one row for each person, codename and
container, whose `valid_until` is the end of the unbroken time that the sources cover from now on. Nothing
else writes these rows.

Rooms register their containers here. Whoever changes a source calls `sync_grants` with the container, which
also looks at the containers that depend on it. What begins or ends later leaves a GrantDue row, and the
deadlines engine looks again then.
"""

from groups.grants.registry import Container, Source, container, container_named, container_of, shareable
from groups.grants.rows import Changes, hold, rebuild_grants, sync_grants
from groups.grants.sources import member_sources, sources_of, sources_read_together

__all__ = [
    "Changes",
    "Container",
    "Source",
    "container",
    "container_named",
    "container_of",
    "hold",
    "member_sources",
    "rebuild_grants",
    "shareable",
    "sources_of",
    "sources_read_together",
    "sync_grants",
]
