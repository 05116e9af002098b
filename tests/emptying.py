"""Empties the tables after a test that commits, in milliseconds: Django's TRUNCATE takes half a second."""

from __future__ import annotations

from django.db import connection

LATER: list[str] = []  # the tables to which only tests write


def note_empty_tables() -> None:
    """To be called on a new database: what lies there already (kinds of content, permissions) stays."""
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as cursor:
        for name in names:
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(name)} LIMIT 1")
            if cursor.fetchone() is None:
                LATER.append(connection.ops.quote_name(name))


def empty_tables() -> None:
    """Delete what tests committed, past all triggers, when nobody writes any more, as TRUNCATE waits."""
    deletes = ";".join(f"DELETE FROM {name}" for name in LATER)
    with connection.cursor() as cursor:
        cursor.execute(
            f"BEGIN; LOCK TABLE {', '.join(LATER)} IN ACCESS EXCLUSIVE MODE;"
            f"SET LOCAL session_replication_role = replica; {deletes}; COMMIT"
        )
