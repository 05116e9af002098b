"""Dossiers in bulk, and a page of them as an expert of PostgreSQL would select it."""

from __future__ import annotations

from benchmarks.arms.bulk import ID
from benchmarks.arms.hand_written_sql import GRANTED_GROUPS, LIVE_GRANT

TABLES = "programmes_dossier, programmes_dossieruserpermission"
CLEAR = f"TRUNCATE {TABLES} CASCADE"

# One in ten is for its participants alone, with a number of the other series.
DOSSIERS = f"""
    INSERT INTO programmes_dossier (
        id, version, group_id, register_id, kind, year, number, title_uk, title_en, state, phase, state_since,
        visibility, known_at, lead_id, begun_by_id, begun_at
    )
    SELECT {ID.format(n="n")}, 1, home, home, 'recommendations', 2026,
           CASE WHEN n %% 10 = 0 THEN 100000 ELSE 0 END + n, 'Безпека біля школи № ' || n, '',
           CASE WHEN n %% 4 = 0 THEN 'settled' ELSE 'open' END, 'follow_up', now() - n * interval '1 minute',
           CASE WHEN n %% 10 = 0 THEN 'participants' ELSE 'group' END, now() - n * interval '1 minute',
           (%(mandates)s::uuid[])[1 + n %% %(crowd)s], (%(people)s::uuid[])[1 + n %% %(crowd)s],
           now() - n * interval '1 minute'
    FROM generate_series(1, %(rows)s) AS n,
         LATERAL (SELECT (%(groups)s::uuid[])[1 + n %% %(group_count)s] AS home) AS place
"""
# Among those for their participants alone, the person has a part in up to 200.
OWN_GRANTS = f"""
    INSERT INTO programmes_dossieruserpermission (user_id, permission_id, content_object_id)
    SELECT %(person)s, permission.id, {ID.format(n="n * 10")}
    FROM generate_series(1, %(rows)s / 10, greatest(%(rows)s / 2000, 1)) AS n, auth_permission AS permission
    WHERE codename = 'read_dossier'
"""

PAGE = "ORDER BY state_since DESC, id DESC LIMIT 51"
COLUMNS = """
    dossier.*, home.id, home.name_uk, home.name_en, home.time_zone, home.state, home.visibility,
    mandate.id, mandate.position_uk, mandate.position_en, person.id, person.name_uk, person.name_en,
    person.grammatical_gender, organisation.id, organisation.name_uk, organisation.name_en,
    organisation.short_name_uk, organisation.short_name_en, organisation.on_behalf_uk,
    organisation.on_behalf_en, organisation.sector
"""


def select_dossiers(*, later: bool) -> str:
    """Return the statement of a page: the first of each place that the person reads, merged."""
    beyond = "AND (state_since, id) < (%(after)s, %(after_id)s)" if later else ""
    return f"""
        SELECT {COLUMNS}
        FROM (
            SELECT id FROM (
                SELECT top.id, top.state_since
                FROM ({GRANTED_GROUPS.format(codename="read")}) AS ours CROSS JOIN LATERAL (
                    SELECT id, state_since FROM programmes_dossier
                    WHERE group_id = ours.id AND visibility = 'group' {beyond} {PAGE}
                ) AS top
                UNION
                SELECT id, state_since FROM programmes_dossier WHERE id = ANY (ARRAY(
                    SELECT content_object_id FROM programmes_dossieruserpermission WHERE {LIVE_GRANT}
                      AND permission_id = (SELECT id FROM auth_permission WHERE codename = 'read_dossier')
                )) {beyond}
            ) AS seen {PAGE}
        ) AS found
        JOIN programmes_dossier AS dossier ON dossier.id = found.id
        JOIN groups_initiativegroup AS home ON home.id = dossier.group_id
        JOIN groups_mandate AS mandate ON mandate.id = dossier.lead_id
        JOIN accounts_user AS person ON person.id = mandate.person_id
        JOIN groups_organisation AS organisation ON organisation.id = mandate.organisation_id
        ORDER BY dossier.state_since DESC, dossier.id DESC
    """
