"""Plain SQL on reminders: baseline dispatch loops, their data, and the counts that check them."""

from __future__ import annotations

# ---- the loops: `{batch}` rows at once ---------------------------------------------------------------------

CLAIM = """
    WITH claimed AS (
        UPDATE tasks_reminder SET fired_at = now()
        WHERE id = ANY (ARRAY(
            SELECT id FROM tasks_reminder WHERE fired_at IS NULL AND due_at <= now()
            ORDER BY due_at, id LIMIT {batch} FOR UPDATE SKIP LOCKED
        ))
        RETURNING id, action_id, rule, audience, acknowledged_at
    )
"""

DELIVERIES = """
    CREATE TABLE IF NOT EXISTS bench_delivery (
        reminder_id uuid PRIMARY KEY, at timestamptz NOT NULL DEFAULT now()
    )
"""
CLAIM_AND_MARK = f"""{CLAIM}, delivered AS (INSERT INTO bench_delivery (reminder_id) SELECT id FROM claimed)
    SELECT count(*) FROM claimed
"""

CLAIM_AND_RECORD = f"""{CLAIM}, told AS MATERIALIZED (
        SELECT (%(ids)s || lpad(to_hex(row_number() OVER (ORDER BY claimed.id)), 4, '0'))::uuid AS event_id,
               'action:' || action_id AS topic, action_id, format(
                   '{{"rule":"%%s","audience":"%%s","group_id":"%%s","due_on":"%%s","days":%%s,'
                   '"action_id":"%%s","reminder_id":"%%s"}}',
                   rule, claimed.audience, group_id, due_on,
                   due_on - (now() AT TIME ZONE home.time_zone)::date, action_id, claimed.id
               )::jsonb AS data
        FROM claimed
        JOIN tasks_actionitem AS item ON item.id = action_id
        JOIN groups_initiativegroup AS home ON home.id = item.group_id
        WHERE acknowledged_at IS NULL AND item.state IN ('proposed', 'accepted', 'in_progress', 'blocked')
    ), event AS (
        INSERT INTO kernel_event (id, kind, version, at, system, subject_type, subject_id, data)
        SELECT event_id, 'tasks.reminder_due', 1, now(), 'deadlines.tick', 'action', action_id, data FROM told
    ), waiting AS (
        INSERT INTO kernel_outboxentry (event_id, subscriber, attempts, next_try_at)
        SELECT event_id, 'notifications', 0, now() FROM told
    ), counted AS MATERIALIZED (
        SELECT topic, array_agg(event_id ORDER BY event_id) AS events FROM told GROUP BY topic
    ), bumped AS (
        INSERT INTO kernel_topic (name, seq) SELECT topic, cardinality(events) FROM counted ORDER BY topic
        ON CONFLICT (name) DO UPDATE SET seq = kernel_topic.seq + excluded.seq
        RETURNING name, seq
    ), placed AS (
        INSERT INTO kernel_topicentry (topic_id, seq, event_id, kind, version, at, subject_id, data)
        SELECT name, bumped.seq - cardinality(events) + step, event_id, 'tasks.reminder_due', 1, now(),
               action_id, data::text
        FROM counted JOIN bumped ON name = counted.topic,
             unnest(events) WITH ORDINALITY AS one(event_id, step) JOIN told USING (event_id)
    )
    SELECT count(*) FROM claimed
"""

# ---- what they work on -------------------------------------------------------------------------------------

ITEMS = """
    INSERT INTO tasks_actionitem (
        id, version, group_id, register_id, year, number, title_uk, title_en, description, state, state_since,
        priority, due_on, original_due_on, owner_organisation_id, thread_id, audience, created_by_id,
        created_at, evidence_count, coowners, tags, target_groups, rules_changed,
        former_coowners, recurrence, budget_source, place_name, checklist_count, checklist_done, worked_by,
        removed_evidence_count
    )
    SELECT uuidv7(), 1, %(group)s, %(group)s, 2026, number, 'Освітити перехід', '', '', 'accepted', now(),
           'normal', current_date - 1, current_date - 1, %(organisation)s, %(thread)s, 'group', %(person)s,
           now(), 0, '{}', '{}', '{}', false, '{}', '', '', '', 0, 0, '{}',
           0
    FROM generate_series(1, %(count)s) AS number
"""
TOPICS = """
    INSERT INTO kernel_topic (name, seq) SELECT 'action:' || id, 0 FROM tasks_actionitem
    ON CONFLICT DO NOTHING
"""
CLEAR = """
    TRUNCATE tasks_reminder, kernel_event, kernel_topicentry, kernel_outboxentry, bench_delivery CASCADE
"""
FILL_DUE = """
    INSERT INTO tasks_reminder (id, due_at, action_id, rule, audience, created_at)
    SELECT uuidv7(), date_trunc('minute', now()), item.id, 'overdue', audience, now()
    FROM (SELECT id FROM tasks_actionitem ORDER BY id LIMIT %(items)s) AS item,
         unnest(ARRAY['owner', 'facilitator']) AS audience
    ORDER BY item.id
"""

# Pending reminders: `days` mornings for every item.
FILL_WAITING = """
    INSERT INTO tasks_reminder (id, due_at, action_id, rule, audience, created_at)
    SELECT uuidv7(), date_trunc('minute', now()) + day * interval '1 day', item.id, 'overdue', 'owner', now()
    FROM tasks_actionitem AS item, generate_series(1, %(days)s) AS day
"""
MAKE_DUE_AGAIN = """
    UPDATE tasks_reminder SET due_at = now() - interval '1 minute', fired_at = NULL
    WHERE id IN (SELECT id FROM tasks_reminder WHERE fired_at IS NOT NULL ORDER BY id LIMIT %(batch)s)
"""
LOCK_NEXT_DUE = """
    SELECT id, due_at, fired_at, action_id, rule, audience, about, offset_days, repeat_days, created_by_id,
           created_at, acknowledged_at, acknowledged_by_id
    FROM tasks_reminder WHERE fired_at IS NULL AND due_at <= now()
    ORDER BY due_at, id LIMIT {batch} FOR UPDATE SKIP LOCKED
"""

# ---- how it is counted -------------------------------------------------------------------------------------

COUNT_PENDING = "SELECT count(*) FROM tasks_reminder WHERE fired_at IS NULL"
COUNT_EVENTS = "SELECT count(*), count(DISTINCT data ->> 'reminder_id') FROM kernel_event"
COUNT_DELIVERED = "SELECT count(*), count(DISTINCT reminder_id) FROM bench_delivery"
# Counts topics with gaps in their sequence, and events without a sequence number or an outbox row.
COUNT_GAPS = """
    SELECT (
        SELECT count(*) FROM (
            SELECT name FROM kernel_topicentry JOIN kernel_topic ON name = topic_id
            GROUP BY name HAVING max(kernel_topicentry.seq) <> kernel_topic.seq
                OR max(kernel_topicentry.seq) - min(kernel_topicentry.seq) + 1 <> count(*)
        ) AS broken
    ) + abs((SELECT count(*) FROM kernel_event) - (SELECT count(*) FROM kernel_topicentry))
      + abs((SELECT count(*) FROM kernel_event)
            - (SELECT count(*) FROM kernel_outboxentry WHERE subscriber = 'notifications'))
"""
DISPATCH_SECONDS = "SELECT extract(epoch FROM max(at) - min(at)) FROM kernel_event"
