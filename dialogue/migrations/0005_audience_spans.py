"""For whom threads are and were, as far as it is known.

The log of events says when a thread was restricted, widened or named others, not whom it named: who is named
now counts since the last of these, and who was named before it is not known. Who leads it counts since its
last change.
"""

from django.db import migrations

LOG = """
    WITH log AS (
        SELECT id, subject_id AS thread_id, at, actor_id, data->>'change' AS change FROM kernel_event
        WHERE kind = 'dialogue.thread_changed'
    )
"""
BEGIN = """
    INSERT INTO groups_audiencespan
        (id, container_type, container_id, whom, organisation_id, person_id, since, until, ended_by_id)
"""
OPEN_TO_THE_GROUP = (
    LOG
    + BEGIN
    + """
    SELECT uuidv7(), 'thread', thread_id, 'group', NULL::uuid, NULL::uuid, widened, at, actor_id
    FROM (
        SELECT *, lag(at) OVER (PARTITION BY thread_id ORDER BY id) AS widened
        FROM log WHERE change IN ('restricted', 'widened')
    ) AS changes WHERE change = 'restricted'
    UNION ALL
    SELECT uuidv7(), 'thread', thread.id, 'group', NULL, NULL, max(at), NULL, NULL
    FROM dialogue_thread AS thread JOIN log ON thread_id = thread.id
    WHERE visibility = 'group' AND change = 'widened' GROUP BY thread.id
"""
)
NAMED = (
    LOG
    + BEGIN
    + """
    SELECT uuidv7(), 'thread', thread.id, CASE WHEN named.person_id IS NULL THEN 'organisation' ELSE 'person' END,
        named.organisation_id, named.person_id,
        (SELECT max(at) FROM log WHERE thread_id = thread.id AND change IN ('restricted', 'audience')),
        NULL::timestamptz, NULL::uuid
    FROM dialogue_thread AS thread JOIN dialogue_threadaudience AS named ON named.thread_id = thread.id
    WHERE visibility = 'restricted'
    UNION ALL
    SELECT uuidv7(), 'thread', thread.id, 'leader', NULL::uuid, mandate.person_id,
        (SELECT max(at) FROM log WHERE thread_id = thread.id
            AND change IN ('restricted', 'facilitator', 'edited')),
        NULL, NULL
    FROM dialogue_thread AS thread JOIN groups_mandate AS mandate ON mandate.id = thread.facilitator_id
    WHERE visibility = 'restricted'
"""
)


class Migration(migrations.Migration):
    dependencies = [
        ("dialogue", "0004_lists_from_indexes"),
        ("groups", "0017_audience_spans"),
        ("kernel", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL([OPEN_TO_THE_GROUP, NAMED], migrations.RunSQL.noop),
    ]
