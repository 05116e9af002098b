"""django-guardian as documented: a grant per person and object, queried by `get_objects_for_user`.

The grants are in a direct table of guardian, the faster of its two kinds, beside those of the product;
guardian is told to ignore the product's own tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models
from guardian.models import UserObjectPermissionBase
from guardian.shortcuts import get_objects_for_user  # noqa: TID251 - what is usual is measured here

from dialogue.models import Thread, ThreadUserPermission
from tasks.models import ActionItem, ActionItemUserPermission
from viche.accounts.models import User

for own in (ThreadUserPermission, ActionItemUserPermission):
    setattr(own, "enabled", False)  # noqa: B010 - guardian looks for it, its stubs do not know


class GuardedThread(UserObjectPermissionBase):
    """Read grants on threads."""

    content_object = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="guarded")

    class Meta(UserObjectPermissionBase.Meta):
        app_label = "guardian"  # an installed one: guardian looks for tables of grants there
        default_permissions = ()


class GuardedItem(UserObjectPermissionBase):
    """Read grants on action items."""

    content_object = models.ForeignKey(ActionItem, on_delete=models.CASCADE, related_name="guarded")

    class Meta(UserObjectPermissionBase.Meta):
        app_label = "guardian"  # an installed one: guardian looks for tables of grants there
        default_permissions = ()


TABLES: dict[type[Any], tuple[type[UserObjectPermissionBase], str, str]] = {
    Thread: (GuardedThread, "dialogue.read_thread", "read_thread"),
    ActionItem: (GuardedItem, "tasks.read_actionitem", "read_actionitem"),
}
FILL_GRANTS = """
    INSERT INTO {table} (user_id, permission_id, content_object_id)
    SELECT (%(people)s::uuid[])[1 + number %% %(crowd)s], permission.id, numbered.id
    FROM (
        SELECT id, row_number() OVER (ORDER BY id) + place AS number
        FROM {objects}, generate_series(1, %(copies)s) AS place ORDER BY id LIMIT %(count)s
    ) AS numbered, auth_permission AS permission
    WHERE codename = %(codename)s
"""
GRANT_TO_PERSON = """
    INSERT INTO {table} (user_id, permission_id, content_object_id)
    SELECT %(person)s, permission.id, seen.id
    FROM unnest(%(ids)s::uuid[]) AS seen(id), auth_permission AS permission
    WHERE codename = %(codename)s
"""


def guard(model: type[Any], seen: dict[Any, list[Any]], people: Sequence[Any], count: int) -> int:
    """Grant each person of `seen` their objects, and fill up to `count` grants; return the total."""
    table, _permission, codename = TABLES[model]
    name = table._meta.db_table
    left = max(count - sum(map(len, seen.values())), 0)
    copies = 1 + left // model._default_manager.count()
    facts = {
        "people": list(people),
        "crowd": len(people),
        "copies": copies,
        "count": left,
        "codename": codename,
    }
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE IF EXISTS {name}")
    # Indexes and constraints are created at the end of the block, after the rows.
    with connection.schema_editor() as editor, connection.cursor() as cursor:
        editor.create_model(table)
        cursor.execute(FILL_GRANTS.format(table=name, objects=model._meta.db_table), facts)
        for person, ids in seen.items():
            cursor.execute(
                GRANT_TO_PERSON.format(table=name), {"person": person, "ids": ids, "codename": codename}
            )
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM ANALYZE {name}")
        cursor.execute(f"SELECT count(*) FROM {name}")
        return int(cursor.fetchone()[0])


def objects_for(person: User, model: type[Any]) -> models.QuerySet[Any]:
    """Return the objects that guardian lets a person read."""
    found: models.QuerySet[Any] = get_objects_for_user(person, TABLES[model][1], model)
    return found
