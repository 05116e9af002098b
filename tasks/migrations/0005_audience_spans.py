"""For whom action items of restricted threads are and were, as far as the log of events knows it.

It names every owner that an item had; who verified it before whoever does so now is not known.
"""

from django.db import migrations

LOG = """
    WITH widened AS (
        SELECT DISTINCT ON (subject_id) subject_id AS action_id, at, actor_id FROM kernel_event
        WHERE kind = 'tasks.action_edited' AND data->'fields' @> '"audience"' ORDER BY subject_id, id
    ), restricted AS (
        SELECT item.*, widened.at AS until, widened.actor_id AS ended_by
        FROM tasks_actionitem AS item LEFT JOIN widened ON widened.action_id = item.id
        WHERE item.audience = 'thread' OR widened.at IS NOT NULL
    ), reassigned AS (
        SELECT restricted.id AS action_id, event.id, event.at, event.actor_id,
            (event.data->>'owner_before')::uuid AS owner_before
        FROM kernel_event AS event JOIN restricted ON restricted.id = event.subject_id
        WHERE event.kind = 'tasks.action_reassigned' AND (restricted.until IS NULL OR event.at < restricted.until)
            AND event.data->>'owner_before' <> event.data->>'owner_organisation_id'
    ), verifier_named AS (
        SELECT subject_id AS action_id, max(at) AS at FROM kernel_event
        WHERE kind = 'tasks.action_edited' AND data->'fields' @> '"verifier_organisation"'
        GROUP BY subject_id
    )
    INSERT INTO groups_audiencespan
        (id, container_type, container_id, whom, organisation_id, person_id, since, until, ended_by_id)
"""
SPANS = (
    LOG
    + """
    SELECT uuidv7(), 'action', id, 'through', NULL::uuid, NULL::uuid, NULL::timestamptz, until, ended_by
    FROM restricted
    UNION ALL
    SELECT uuidv7(), 'action', id, 'group', NULL, NULL, until, NULL, NULL FROM restricted WHERE until IS NOT NULL
    UNION ALL
    SELECT uuidv7(), 'action', action_id, 'organisation', owner_before, NULL,
        lag(at) OVER (PARTITION BY action_id ORDER BY id), at, actor_id
    FROM reassigned
    UNION ALL
    SELECT uuidv7(), 'action', id, 'organisation', coalesce(
        (
            SELECT (data->>'owner_before')::uuid FROM kernel_event
            WHERE subject_id = restricted.id AND kind = 'tasks.action_reassigned' AND at > until
            ORDER BY id LIMIT 1
        ), owner_organisation_id
    ), NULL, (SELECT max(at) FROM reassigned WHERE action_id = restricted.id), until, ended_by
    FROM restricted
    UNION ALL
    SELECT uuidv7(), 'action', restricted.id, 'organisation', verifier_organisation_id, NULL,
        verifier_named.at, until, ended_by
    FROM restricted LEFT JOIN verifier_named ON verifier_named.action_id = restricted.id
    WHERE verifier_organisation_id IS NOT NULL
        AND (until IS NULL OR verifier_named.at IS NULL OR verifier_named.at <= until)
"""
)


class Migration(migrations.Migration):
    dependencies = [
        ("groups", "0017_audience_spans"),
        ("kernel", "0001_initial"),
        ("tasks", "0004_reminder_ladders"),
    ]

    operations = [
        migrations.RunSQL(SPANS, migrations.RunSQL.noop),
    ]
