"""SQL statements that fill the tables of a whole country at once; sizes are in `benchmarks.country`.

The number `n` of a thread determines everything: thread `n` is in group `n % groups`, is a draft where `n %
100 = 50`, restricted where `n % 10 = 0`, and is the source of item `n`.
"""

from __future__ import annotations

CLEAR = "TRUNCATE dialogue_thread, tasks_actionitem, groups_initiativegroupuserpermission CASCADE"
TABLES = """
    dialogue_thread, dialogue_threaduserpermission, dialogue_threadreading, dialogue_message,
    dialogue_threadaudience, tasks_actionitem, tasks_actionitemuserpermission, tasks_criterion, kernel_topic,
    groups_initiativegroup, groups_initiativegroupuserpermission, groups_membership, groups_mandate,
    accounts_user
"""
# The rows satisfy all foreign keys and triggers; checking them a million times would take minutes.
DISABLE_TRIGGERS = "SET LOCAL session_replication_role = replica"

# Id of thread and item `n`, ordered in time like all ids.
ID = "('01900000-0000-7000-8000-' || lpad(to_hex({n}), 12, '0'))::uuid"
LARGE_TABLES = ("dialogue_thread", "dialogue_message", "tasks_actionitem", "dialogue_threaduserpermission")
# Definitions of secondary indexes: building them afterwards costs a tenth of maintaining them.
INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY (%(tables)s::regclass[]) AND NOT indisprimary
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype <> 'f')
"""
MEMORY = "SET LOCAL maintenance_work_mem = '256MB'"

SEATS = """
    INSERT INTO groups_membership (id, version, group_id, mandate_id, role, since, end_reason)
    SELECT uuidv7(), 1, home.id, %(mandate)s, 'member', now() - interval '1 day', ''
    FROM unnest(%(groups)s::uuid[]) AS home(id)
"""
GROUP_GRANTS = """
    INSERT INTO groups_initiativegroupuserpermission (user_id, permission_id, content_object_id)
    SELECT %(person)s, permission.id, home.id
    FROM unnest(%(groups)s::uuid[]) AS home(id), auth_permission AS permission
    WHERE codename IN ('read_initiativegroup', 'speak_initiativegroup')
"""
THREADS = f"""
    INSERT INTO dialogue_thread (
        id, version, group_id, title_uk, title_en, purpose, state, visibility, opened_at, outcome_uk,
        outcome_en, facilitator_id, created_by_id, created_at, message_count, active_at, tags, lock_reason,
        slow_seconds, round_count, taken_in, wording, public_gist, public_outcome
    )
    SELECT {ID.format(n="n")}, 1,
           (%(groups)s::uuid[])[1 + n %% %(group_count)s], 'Освітлення переходу біля школи № ' || n, '',
           'deliberate', CASE WHEN n %% 100 = 50 THEN 'draft' ELSE 'open' END,
           CASE WHEN n %% 10 = 0 THEN 'restricted' ELSE 'group' END,
           CASE WHEN n %% 100 = 50 THEN NULL ELSE begun END, '', '',
           (%(mandates)s::uuid[])[1 + n %% %(crowd)s], (%(people)s::uuid[])[1 + n %% %(crowd)s], begun,
           CASE WHEN n = 1 THEN %(rows)s / 2 WHEN n <= %(rows)s / 2 THEN 1 ELSE 0 END,
           begun + (random() * %(rows)s / 50)::int * interval '1 second', '{{}}', '', 0, 0, '{{}}', 1, false,
           false
    FROM (
        SELECT n, date_trunc('second', now()) - (%(rows)s - n + %(rows)s / 50) * interval '1 second' AS begun
        FROM generate_series(1, %(rows)s) AS n
    ) AS numbered
"""
MESSAGES = f"""
    INSERT INTO dialogue_message (
        id, version, thread_id, number, author_id, mandate_id, on_behalf, body, html, recipe, client_id,
        posted_at
    )
    SELECT uuidv7(), 1, thread_id, number, (%(people)s::uuid[])[1 + n %% %(crowd)s],
           (%(mandates)s::uuid[])[1 + n %% %(crowd)s], n %% 3 = 0, %(body)s, %(html)s, %(recipe)s, uuidv7(),
           date_trunc('second', now()) - (%(rows)s / 2 - n) * interval '1 second'
    FROM (
        SELECT n, {ID.format(n="1")} AS thread_id, n AS number FROM generate_series(1, %(rows)s / 2) AS n
        UNION ALL
        SELECT n, {ID.format(n="n")}, 1 FROM generate_series(2, %(rows)s / 2) AS n
    ) AS said
"""
ITEMS = f"""
    INSERT INTO tasks_actionitem (
        id, version, group_id, register_id, year, number, title_uk, title_en, description, state, state_since,
        priority, due_on, original_due_on, owner_organisation_id, owner_id, thread_id, audience,
        created_by_id, created_at, evidence_count, coowners, tags, target_groups, rules_changed,
        former_coowners, recurrence, budget_source, place_name, checklist_count, checklist_done, worked_by,
        removed_evidence_count
    )
    SELECT {ID.format(n="n")}, 1, (%(groups)s::uuid[])[1 + n %% %(group_count)s],
           (%(groups)s::uuid[])[1 + n %% %(group_count)s], 2026, 1 + n / %(group_count)s,
           'Освітити перехід № ' || n, '', 'Два ліхтарі й знак.',
           (ARRAY['proposed', 'accepted', 'in_progress'])[1 + n %% 3], now(), 'normal', due, due,
           %(organisation)s, (%(mandates)s::uuid[])[1 + n %% %(crowd)s], {ID.format(n="n")},
           CASE WHEN n %% 10 = 0 THEN 'thread' ELSE 'group' END, (%(people)s::uuid[])[1 + n %% %(crowd)s],
           now(), 0, '{{}}', '{{}}', '{{}}', false, '{{}}', '', '', '', 0, 0, '{{}}',
           0
    FROM (
        SELECT n, current_date - 1000 + (random() * 2000)::int AS due FROM generate_series(1, %(rows)s) AS n
    ) AS numbered
"""
# Each restricted thread has several readers from the crowd, to reach the wanted number of grants.
CROWD_GRANTS = f"""
    INSERT INTO dialogue_threaduserpermission (user_id, permission_id, content_object_id)
    SELECT (%(people)s::uuid[])[1 + (n + reader) %% %(crowd)s], permission.id, {ID.format(n="n * 10")}
    FROM generate_series(1, %(rows)s / 10) AS n, generate_series(1, %(readers)s) AS reader,
         auth_permission AS permission
    WHERE codename IN ('read_thread', 'speak_thread')
"""
# A grant on every `step`-th restricted thread, and on another item for each.
OWN_GRANTS = f"""
    INSERT INTO dialogue_threaduserpermission (user_id, permission_id, content_object_id)
    SELECT %(person)s, permission.id, {ID.format(n="n * 10")}
    FROM generate_series(1, %(rows)s / 10, %(step)s) AS n, auth_permission AS permission
    WHERE codename = 'read_thread'
"""
OWN_ITEMS = f"""
    INSERT INTO tasks_actionitemuserpermission (user_id, permission_id, content_object_id)
    SELECT %(person)s, permission.id, {ID.format(n="n * 10 - 1")}
    FROM generate_series(1, %(rows)s / 10, %(step)s) AS n, auth_permission AS permission
    WHERE codename = 'read_actionitem'
"""

# Related rows that the HTTP responses show to the measured person.
READINGS = """
    INSERT INTO dialogue_threadreading (id, person_id, thread_id, ranges, seen)
    SELECT uuidv7(), %(person)s, id, '{[1,2)}', 1 FROM dialogue_thread
    WHERE group_id = ANY (%(groups)s::uuid[]) AND message_count > 0
"""
TOPICS = """
    INSERT INTO kernel_topic (name, seq)
    SELECT kind || id, 7 FROM (
        SELECT 'thread:' AS kind, id FROM dialogue_thread WHERE group_id = ANY (%(groups)s::uuid[])
        UNION ALL SELECT 'action:', id FROM tasks_actionitem WHERE group_id = ANY (%(groups)s::uuid[])
    ) AS heard ON CONFLICT DO NOTHING
"""
CRITERIA = """
    INSERT INTO tasks_criterion (id, action_id, position, text)
    SELECT uuidv7(), id, place, 'Перехід видно вночі' FROM tasks_actionitem, generate_series(1, 2) AS place
    WHERE group_id = ANY (%(groups)s::uuid[])
"""
AUDIENCE = """
    INSERT INTO dialogue_threadaudience (id, thread_id, person_id, named_at)
    SELECT uuidv7(), content_object_id, user_id, now() FROM dialogue_threaduserpermission
    WHERE user_id = %(person)s
"""
