"""Affiliations of people with organisations and when they end, for conflict-of-interest rules.

A person is affiliated with an organisation through a mandate (active, suspended or upcoming), a deputyship
for its holder, or its administration; and thereby with its units and with its parents, also with former
ones until they were separated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from groups.common.periods import COUNTRY_ZONE
from viche.kernel.sql import execute_prepared

Affiliations = Mapping[UUID, datetime | None]
"""When one person's last affiliation with each organisation ends or ended; None where one has no end."""

# One row per person of `%(people)s` and organisation. Triggers embed it, so it is defined only here. Mandates
# that ended before they began are ignored.
AFFILIATIONS_SQL = f"""
    WITH RECURSIVE mandate AS NOT MATERIALIZED (
        SELECT id, person_id, organisation_id, starts_on::timestamp AT TIME ZONE '{COUNTRY_ZONE}' AS since,
               LEAST((ends_on + 1)::timestamp AT TIME ZONE '{COUNTRY_ZONE}', ended_at) AS until
        FROM groups_mandate
    ), held AS (
        SELECT person_id, organisation_id, since, until FROM mandate WHERE person_id = ANY(%(people)s)
        UNION ALL
        SELECT deputy_id, organisation_id, starts_at, LEAST(until, ends_at, ended_at)
        FROM groups_deputyship AS deputyship JOIN mandate ON mandate.id = deputyship.mandate_id
        WHERE deputy_id = ANY(%(people)s)
        UNION ALL
        SELECT person_id, organisation_id, since, until
        FROM groups_organisationadministrator WHERE person_id = ANY(%(people)s)
    ), direct AS (
        SELECT person_id, organisation_id, max(COALESCE(until, 'infinity')) AS until
        FROM held WHERE until IS NULL OR until > since GROUP BY person_id, organisation_id
    ), unit AS NOT MATERIALIZED (
        SELECT id, parent_id, 'infinity'::timestamptz AS until FROM groups_organisation
        WHERE parent_id IS NOT NULL
        UNION ALL
        SELECT organisation_id, parent_id, ended_at FROM groups_formerparent
    ), above AS (
        SELECT person_id, until, organisation_id FROM direct
        UNION
        SELECT person_id, LEAST(above.until, unit.until), unit.parent_id
        FROM above JOIN unit ON unit.id = above.organisation_id
    ), below AS (
        SELECT person_id, until, organisation_id FROM direct
        UNION
        SELECT person_id, LEAST(below.until, unit.until), unit.id
        FROM below JOIN unit ON unit.parent_id = below.organisation_id
    )
    SELECT person_id, organisation_id, NULLIF(max(until), 'infinity') AS until
    FROM (SELECT * FROM above UNION ALL SELECT * FROM below) AS affiliation
    GROUP BY person_id, organisation_id
"""  # noqa: S608 - constants only


def get_affiliations(people: Collection[UUID]) -> dict[UUID, Affiliations]:
    """Return the affiliations of some people in one query; people without any are left out."""
    found: dict[UUID, dict[UUID, datetime | None]] = defaultdict(dict)
    for person_id, organisation_id, until in execute_prepared(AFFILIATIONS_SQL, {"people": list(people)}):
        found[person_id][organisation_id] = until
    return dict(found)


def is_affiliated_since(affiliations: Affiliations, organisation_id: UUID, since: datetime) -> bool:
    """Return whether an affiliation with an organisation lasts, or ended after `since` only."""
    if organisation_id not in affiliations:
        return False
    end = affiliations[organisation_id]
    return end is None or since < end


def group_by_end(affiliations: Affiliations) -> Iterable[tuple[datetime | None, list[UUID]]]:
    """Return the organisations of these affiliations by their end, for conditions on lists."""
    by_end: dict[datetime | None, list[UUID]] = defaultdict(list)
    for organisation_id, end in affiliations.items():
        by_end[end].append(organisation_id)
    return by_end.items()
