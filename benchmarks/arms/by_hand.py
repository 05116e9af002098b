"""The lists as somebody who knows PostgreSQL writes them: the same rows, columns and permissions.

`few` merges the first rows of each place where a person reads; `many` asks each row in the order of the list.
`{beyond}` is the place in the list, or nothing.
"""

from __future__ import annotations

OF_THREADS = "thread.*, home.*, mandate.*, person.*"
PARTIES = "organisation.*, body.*, mandate.*, person.*, verifier.*, prover.*, through.*, verified.*"
OF_ITEMS = f"item.*, home.*, {PARTIES}, remark.*"
OF_MESSAGES = "message.*, author.*, mandate.*, organisation.*"
LIVE = "user_id = %(person)s AND (valid_until IS NULL OR valid_until > %(at)s)"
OF_GROUP = f"""
    EXISTS (
        SELECT FROM groups_initiativegroupuserpermission WHERE {LIVE} AND content_object_id = {{of}}
          AND permission_id = (SELECT id FROM auth_permission WHERE codename = '{{codename}}_initiativegroup')
        OFFSET 0
    )
"""
OWN = f"""
    EXISTS (
        SELECT FROM {{table}}userpermission WHERE {LIVE} AND content_object_id = {{of}}
          AND permission_id = (SELECT id FROM auth_permission WHERE codename = '{{codename}}') OFFSET 0
    )
"""


def _sees_thread(name: str) -> str:
    def own(codename: str) -> str:
        return OWN.format(table="dialogue_thread", of=f"{name}.id", codename=codename)

    def ours(codename: str) -> str:
        return OF_GROUP.format(of=f"{name}.group_id", codename=codename)

    shared = f"{name}.visibility = 'group' AND {name}.state <> 'draft'"
    return f"""({shared} AND {ours("read")} OR {own("read_thread")})"""


SEES_THREAD_OF_ITEM = f"""(
    item.audience = 'thread' AND EXISTS (
        SELECT FROM dialogue_thread AS source WHERE source.id = item.thread_id AND {_sees_thread("source")}
        OFFSET 0
    )
)"""

OURS = f"""
    SELECT content_object_id AS id FROM groups_initiativegroupuserpermission
    WHERE {LIVE}
      AND permission_id = (SELECT id FROM auth_permission WHERE codename = '{{codename}}_initiativegroup')
"""

NEWEST = "ORDER BY active_at DESC, id DESC LIMIT 51"
THREADS = f"""
    SELECT {OF_THREADS}
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
        SELECT top.id, top.active_at FROM ({OURS.format(codename=codename)}) AS ours CROSS JOIN LATERAL (
            SELECT id, active_at FROM dialogue_thread
            WHERE group_id = ours.id AND visibility = 'group' AND {condition} {{beyond}} {NEWEST}
        ) AS top
    """


def _own_threads(codename: str) -> str:
    return f"""
        SELECT id, active_at FROM dialogue_thread WHERE true {{beyond}} AND id = ANY (ARRAY(
            SELECT content_object_id FROM dialogue_threaduserpermission WHERE {LIVE}
              AND permission_id = (SELECT id FROM auth_permission WHERE codename = '{codename}')
        ))
    """


FEW_THREADS = f"""
    SELECT id FROM (
        {_top_threads("read", "state <> 'draft'")} UNION {_own_threads("read_thread")}
    ) AS seen {NEWEST}
"""
MANY_THREADS = f"""
    SELECT thread.id FROM dialogue_thread AS thread WHERE {_sees_thread("thread")} {{beyond}} {NEWEST}
"""

SOONEST = "ORDER BY due_on, id LIMIT 51"
ITEMS = f"""
    SELECT {OF_ITEMS}
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
        SELECT top.id, top.due_on FROM ({OURS.format(codename="read")}) AS ours CROSS JOIN LATERAL (
            SELECT id, due_on FROM tasks_actionitem AS item
            WHERE group_id = ours.id AND (audience = 'group' OR {SEES_THREAD_OF_ITEM}) {{beyond}} {SOONEST}
        ) AS top
        UNION
        SELECT id, due_on FROM tasks_actionitem AS item WHERE id = ANY (ARRAY(
            SELECT content_object_id FROM tasks_actionitemuserpermission WHERE {LIVE}
              AND permission_id = (SELECT id FROM auth_permission WHERE codename = 'read_actionitem')
        )) {{beyond}}
        UNION
        SELECT id, due_on FROM tasks_actionitem AS item
        WHERE {SEES_THREAD_OF_ITEM} AND thread_id = ANY (ARRAY(
            SELECT content_object_id FROM dialogue_threaduserpermission WHERE {LIVE}
        )) {{beyond}}
    ) AS seen {SOONEST}
"""
MANY_ITEMS = f"""
    SELECT item.id FROM tasks_actionitem AS item
    WHERE (
        item.audience = 'group' AND {OF_GROUP.format(of="item.group_id", codename="read")}
        OR {OWN.format(table="tasks_actionitem", of="item.id", codename="read_actionitem")}
        OR {SEES_THREAD_OF_ITEM}
    ) {{beyond}} {SOONEST}
"""

MESSAGE_IDS = f"""
    SELECT message.id FROM dialogue_thread AS thread
    JOIN dialogue_message AS message ON message.thread_id = thread.id
    WHERE thread.id = %(thread)s AND number BETWEEN %(first)s AND %(last)s AND {_sees_thread("thread")}
"""
MESSAGES = f"""
    SELECT {OF_MESSAGES}, ARRAY(
        SELECT person_id FROM dialogue_support WHERE message_id = message.id ORDER BY at, id
    ) AS supporters
    FROM dialogue_thread AS thread
    JOIN dialogue_message AS message ON message.thread_id = thread.id
    JOIN accounts_user AS author ON author.id = message.author_id
    LEFT JOIN groups_mandate AS mandate ON mandate.id = message.mandate_id
    LEFT JOIN groups_organisation AS organisation ON organisation.id = mandate.organisation_id
    WHERE thread.id = %(thread)s AND number BETWEEN %(first)s AND %(last)s AND {_sees_thread("thread")}
    ORDER BY number
"""


def thread_ids(*, few: bool, later: bool) -> str:
    """The ids of a page of threads, from `%(after)s`, `%(after_id)s` on when it is a `later` one."""
    return (FEW_THREADS if few else MANY_THREADS).format(beyond=THREAD_BEYOND if later else "")


def item_ids(*, few: bool, later: bool) -> str:
    """The same of action items."""
    return (FEW_ITEMS if few else MANY_ITEMS).format(beyond=ITEM_BEYOND if later else "")


def threads(*, few: bool, later: bool) -> str:
    """The rows of such a page, with what it shows beside them."""
    return THREADS.format(found=thread_ids(few=few, later=later))


def items(*, few: bool, later: bool) -> str:
    """The same of action items."""
    return ITEMS.format(found=item_ids(few=few, later=later))


def message_ids() -> str:
    """The ids of the messages of `%(thread)s` from number `%(first)s` to `%(last)s`."""
    return MESSAGE_IDS


def messages() -> str:
    """The messages themselves, with what a page shows beside them."""
    return MESSAGES


def deep(order: str) -> str:
    """What begins a page of somebody who sees much, `%(depth)s` rows down: `order`, and the id."""
    statement = (MANY_THREADS if order == "active_at" else MANY_ITEMS).format(beyond="")
    table = "thread" if order == "active_at" else "item"
    statement = statement.replace(f"SELECT {table}.id", f"SELECT {table}.{order}, {table}.id", 1)
    return statement.replace("LIMIT 51", "OFFSET %(depth)s LIMIT 1")
