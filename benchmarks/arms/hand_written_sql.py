"""The lists as an expert of PostgreSQL would write them, with the same rows, columns and permissions.

`few` merges the first rows of each place that the person reads; `many` checks each row in the order of the
list. `{beyond}` is the keyset condition, or empty.
"""

from __future__ import annotations

THREAD_COLUMNS = "thread.*, home.*, mandate.*, person.*"
PARTY_COLUMNS = "organisation.*, body.*, mandate.*, person.*, verifier.*, prover.*, through.*, verified.*"
ITEM_COLUMNS = f"item.*, home.*, {PARTY_COLUMNS}, remark.*"
MESSAGE_COLUMNS = "message.*, author.*, mandate.*, organisation.*"
LIVE_GRANT = "user_id = %(person)s AND (valid_until IS NULL OR valid_until > %(at)s)"
HAS_GROUP_GRANT = f"""
    EXISTS (
        SELECT FROM groups_initiativegroupuserpermission WHERE {LIVE_GRANT} AND content_object_id = {{of}}
          AND permission_id = (SELECT id FROM auth_permission WHERE codename = '{{codename}}_initiativegroup')
        OFFSET 0
    )
"""
HAS_OWN_GRANT = f"""
    EXISTS (
        SELECT FROM {{table}}userpermission WHERE {LIVE_GRANT} AND content_object_id = {{of}}
          AND permission_id = (SELECT id FROM auth_permission WHERE codename = '{{codename}}') OFFSET 0
    )
"""


def _can_read_thread(name: str) -> str:
    def own(codename: str) -> str:
        return HAS_OWN_GRANT.format(table="dialogue_thread", of=f"{name}.id", codename=codename)

    def ours(codename: str) -> str:
        return HAS_GROUP_GRANT.format(of=f"{name}.group_id", codename=codename)

    shared = f"{name}.visibility = 'group' AND {name}.state <> 'draft'"
    return f"""({shared} AND {ours("read")} OR {own("read_thread")})"""


CAN_READ_SOURCE_THREAD = f"""(
    item.audience = 'thread' AND EXISTS (
        SELECT FROM dialogue_thread AS source
        WHERE source.id = item.thread_id AND {_can_read_thread("source")}
        OFFSET 0
    )
)"""

GRANTED_GROUPS = f"""
    SELECT content_object_id AS id FROM groups_initiativegroupuserpermission
    WHERE {LIVE_GRANT}
      AND permission_id = (SELECT id FROM auth_permission WHERE codename = '{{codename}}_initiativegroup')
"""

NEWEST = "ORDER BY active_at DESC, id DESC LIMIT 51"
THREADS = f"""
    SELECT {THREAD_COLUMNS}
    FROM ({{found}}) AS found
    JOIN dialogue_thread AS thread ON thread.id = found.id
    JOIN groups_initiativegroup AS home ON home.id = thread.group_id
    LEFT JOIN groups_mandate AS mandate ON mandate.id = thread.facilitator_id
    LEFT JOIN accounts_user AS person ON person.id = mandate.person_id
    ORDER BY thread.active_at DESC, thread.id DESC
"""
THREAD_BEYOND = "AND (active_at, id) < (%(after)s, %(after_id)s)"


def _top_threads(codename: str, condition: str) -> str:
    return f"""
        SELECT top.id, top.active_at
        FROM ({GRANTED_GROUPS.format(codename=codename)}) AS ours CROSS JOIN LATERAL (
            SELECT id, active_at FROM dialogue_thread
            WHERE group_id = ours.id AND visibility = 'group' AND {condition} {{beyond}} {NEWEST}
        ) AS top
    """


def _own_threads(codename: str) -> str:
    return f"""
        SELECT id, active_at FROM dialogue_thread WHERE true {{beyond}} AND id = ANY (ARRAY(
            SELECT content_object_id FROM dialogue_threaduserpermission WHERE {LIVE_GRANT}
              AND permission_id = (SELECT id FROM auth_permission WHERE codename = '{codename}')
        ))
    """


FEW_THREADS = f"""
    SELECT id FROM (
        {_top_threads("read", "state <> 'draft'")} UNION {_own_threads("read_thread")}
    ) AS seen {NEWEST}
"""
MANY_THREADS = f"""
    SELECT thread.id FROM dialogue_thread AS thread WHERE {_can_read_thread("thread")} {{beyond}} {NEWEST}
"""

SOONEST = "ORDER BY due_on, id LIMIT 51"
ITEMS = f"""
    SELECT {ITEM_COLUMNS}
    FROM ({{found}}) AS found
    JOIN tasks_actionitem AS item ON item.id = found.id
    JOIN groups_initiativegroup AS home ON home.id = item.group_id
    LEFT JOIN groups_organisation AS organisation ON organisation.id = item.owner_organisation_id
    LEFT JOIN tasks_outsidebody AS body ON body.id = item.outside_body_id
    LEFT JOIN groups_mandate AS mandate ON mandate.id = item.owner_id
    LEFT JOIN accounts_user AS person ON person.id = mandate.person_id
    LEFT JOIN groups_organisation AS verifier ON verifier.id = item.verifier_organisation_id
    LEFT JOIN accounts_user AS prover ON prover.id = item.verified_by_id
    LEFT JOIN groups_mandate AS through ON through.id = item.verified_through_id
    LEFT JOIN groups_organisation AS verified ON verified.id = through.organisation_id
    LEFT JOIN tasks_remark AS remark ON remark.id = item.state_remark_id
    ORDER BY item.due_on, item.id
"""
ITEM_BEYOND = "AND (due_on, id) > (%(after)s, %(after_id)s)"
FEW_ITEMS = f"""
    SELECT id FROM (
        SELECT top.id, top.due_on FROM ({GRANTED_GROUPS.format(codename="read")}) AS ours CROSS JOIN LATERAL (
            SELECT id, due_on FROM tasks_actionitem AS item
            WHERE group_id = ours.id AND (audience = 'group' OR {CAN_READ_SOURCE_THREAD}) {{beyond}} {SOONEST}
        ) AS top
        UNION
        SELECT id, due_on FROM tasks_actionitem AS item WHERE id = ANY (ARRAY(
            SELECT content_object_id FROM tasks_actionitemuserpermission WHERE {LIVE_GRANT}
              AND permission_id = (SELECT id FROM auth_permission WHERE codename = 'read_actionitem')
        )) {{beyond}}
        UNION
        SELECT id, due_on FROM tasks_actionitem AS item
        WHERE {CAN_READ_SOURCE_THREAD} AND thread_id = ANY (ARRAY(
            SELECT content_object_id FROM dialogue_threaduserpermission WHERE {LIVE_GRANT}
        )) {{beyond}}
    ) AS seen {SOONEST}
"""
MANY_ITEMS = f"""
    SELECT item.id FROM tasks_actionitem AS item
    WHERE (
        item.audience = 'group' AND {HAS_GROUP_GRANT.format(of="item.group_id", codename="read")}
        OR {HAS_OWN_GRANT.format(table="tasks_actionitem", of="item.id", codename="read_actionitem")}
        OR {CAN_READ_SOURCE_THREAD}
    ) {{beyond}} {SOONEST}
"""

MESSAGE_IDS = f"""
    SELECT message.id FROM dialogue_thread AS thread
    JOIN dialogue_message AS message ON message.thread_id = thread.id
    WHERE thread.id = %(thread)s AND number BETWEEN %(first)s AND %(last)s AND {_can_read_thread("thread")}
"""
MESSAGES = f"""
    SELECT {MESSAGE_COLUMNS}, ARRAY(
        SELECT person_id FROM dialogue_support WHERE message_id = message.id ORDER BY at, id
    ) AS supporters
    FROM dialogue_thread AS thread
    JOIN dialogue_message AS message ON message.thread_id = thread.id
    JOIN accounts_user AS author ON author.id = message.author_id
    LEFT JOIN groups_mandate AS mandate ON mandate.id = message.mandate_id
    LEFT JOIN groups_organisation AS organisation ON organisation.id = mandate.organisation_id
    WHERE thread.id = %(thread)s AND number BETWEEN %(first)s AND %(last)s AND {_can_read_thread("thread")}
    ORDER BY number
"""


def select_thread_ids(*, few: bool, later: bool) -> str:
    """Return SQL for the ids of a page of threads.

    A `later` page starts after `%(after)s`, `%(after_id)s`.
    """
    return (FEW_THREADS if few else MANY_THREADS).format(beyond=THREAD_BEYOND if later else "")


def select_item_ids(*, few: bool, later: bool) -> str:
    """Return SQL for the ids of a page of action items."""
    return (FEW_ITEMS if few else MANY_ITEMS).format(beyond=ITEM_BEYOND if later else "")


def select_threads(*, few: bool, later: bool) -> str:
    """Return SQL for the rows of a page of threads, with related rows."""
    return THREADS.format(found=select_thread_ids(few=few, later=later))


def select_items(*, few: bool, later: bool) -> str:
    """Return SQL for the rows of a page of action items, with related rows."""
    return ITEMS.format(found=select_item_ids(few=few, later=later))


def select_message_ids() -> str:
    """Return SQL for the ids of messages of `%(thread)s` from number `%(first)s` to `%(last)s`."""
    return MESSAGE_IDS


def select_messages() -> str:
    """Return SQL for these messages with related rows."""
    return MESSAGES


def select_deep_cursor(order: str) -> str:
    """Return SQL for the cursor of a page `%(depth)s` rows down, for a person with many grants."""
    statement = (MANY_THREADS if order == "active_at" else MANY_ITEMS).format(beyond="")
    table = "thread" if order == "active_at" else "item"
    statement = statement.replace(f"SELECT {table}.id", f"SELECT {table}.{order}, {table}.id", 1)
    return statement.replace("LIMIT 51", "OFFSET %(depth)s LIMIT 1")
