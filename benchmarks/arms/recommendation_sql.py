"""Recommendations in bulk, and their scorecard as an expert of PostgreSQL would select it."""

from __future__ import annotations

from benchmarks.arms.bulk import ID
from benchmarks.arms.hand_written_sql import GRANTED_GROUPS, LIVE_GRANT

TABLES = "programmes_recommendation, groups_organisation"
ADDRESSEES = 100

ORGANISATIONS = f"""
    INSERT INTO groups_organisation (
        id, version, name_uk, name_en, short_name_uk, short_name_en, on_behalf_uk, on_behalf_en, sector,
        phone, email, website, address_uk, address_en, verified_document
    )
    SELECT {ID.format(n="n")}, 1, 'Рада № ' || n, '', 'Рада', '', 'ради', '', 'local_government', '', '', '',
           '', '', ''
    FROM generate_series(0, {ADDRESSEES - 1}) AS n
"""
# So many in each dossier of the person's groups, all in one register. What one of them is in one respect says
# nothing of the others, so that most combinations occur; one in five is rejected.
RECOMMENDATIONS = f"""
    INSERT INTO programmes_recommendation (
        id, version, dossier_id, group_id, register_id, year, number, title_uk, title_en, text_uk, text_en,
        cause_uk, cause_en, addressee_organisation_id, theme, target_groups, created_at, issued_at, due_on,
        rule_pack, response, response_reason, responded_at, implementation, implementation_since,
        implementation_reason, evidence_count, verified_for_id
    )
    SELECT {ID.format(n="n")}, 1, dossier_id, group_id, (%(groups)s::uuid[])[1], 2022 + n / 30 %% 5, n,
           'Освітити перехід № ' || n, '', 'Два ліхтарі й знак.', '', '', '', addressee,
           (ARRAY['streets', 'policing', 'roads', 'shelter', 'schools'])[1 + n / 150 %% 5], '{{}}', begun,
           begun, '2026-12-01', 'demo-0', response, 'Немає коштів',
           CASE WHEN response <> 'pending' THEN begun END, implementation, begun, 'Немає коштів', 1,
           CASE WHEN implementation = 'verified' THEN verifier END
    FROM (
        SELECT n, dossier_id, group_id, now() - n * interval '1 minute' AS begun,
               (ARRAY['pending', 'accepted', 'partly', 'rejected', 'already_done'])[1 + n %% 5] AS response,
               (ARRAY['not_started', 'in_progress', 'partial', 'implemented', 'verified',
                      'closed_not_implemented'])[1 + n / 5 %% 6] AS implementation,
               {ID.format(n=f"n / 750 %% {ADDRESSEES}")} AS addressee,
               {ID.format(n=f"(n / 750 + 1) %% {ADDRESSEES}")} AS verifier
        FROM (
            SELECT id AS dossier_id, group_id, %(each)s * (row_number() OVER (ORDER BY id) - 1) AS before
            FROM programmes_dossier WHERE group_id = ANY (%(groups)s::uuid[])
        ) AS dossier, LATERAL (SELECT before + one AS n FROM generate_series(1, %(each)s) AS one) AS numbered
    ) AS drawn
"""

SCORED = f"""
    programmes_recommendation AS row WHERE issued_at IS NOT NULL AND superseded_by_id IS NULL
      AND (register_id = %(group)s OR group_id = %(group)s)
      AND dossier_id IN (
        SELECT id FROM programmes_dossier WHERE visibility = 'group' AND group_id IN (
            {GRANTED_GROUPS.format(codename="read")}
        )
        UNION ALL
        SELECT content_object_id FROM programmes_dossieruserpermission WHERE {LIVE_GRANT}
          AND permission_id = (SELECT id FROM auth_permission WHERE codename = 'read_dossier')
      )
"""
FIGURES = f"""
    SELECT theme, year, addressee_organisation_id, outside_body_id, response, implementation, count(*)
    FROM {SCORED}
    GROUP BY response, implementation,
             GROUPING SETS (theme, year, (addressee_organisation_id, outside_body_id))
"""
REJECTED = f"""
    SELECT * FROM (
        SELECT id FROM {SCORED} AND response = 'rejected' ORDER BY responded_at DESC, id LIMIT 200
    ) AS latest
    JOIN programmes_recommendation AS row ON row.id = latest.id
    JOIN programmes_dossier AS dossier ON dossier.id = row.dossier_id
    JOIN groups_initiativegroup AS home ON home.id = row.group_id
    LEFT JOIN groups_organisation AS addressee ON addressee.id = row.addressee_organisation_id
    LEFT JOIN tasks_outsidebody AS body ON body.id = row.outside_body_id
    LEFT JOIN groups_organisation AS verifier ON verifier.id = row.verified_for_id
    ORDER BY row.responded_at DESC, row.id
"""
