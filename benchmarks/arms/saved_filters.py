"""Saved filters on the action items of one group, as the product is asked for them and as SQL by hand.

The items: one in ten is restricted, seven in ten are done; filters fit half of them, one in fifty, or as
many as a page holds, and each of them something.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from benchmarks.arms.by_hand import ITEMS, OF_GROUP, OWN, SEES_THREAD_OF_ITEM
from tasks.filters import ItemFilter

CLEAR = "TRUNCATE tasks_actionitem CASCADE"
FILL = """
    INSERT INTO tasks_actionitem (
        id, version, group_id, register_id, year, number, title_uk, title_en, description, state, state_since,
        priority, due_on, original_due_on, owner_organisation_id, verifier_organisation_id, thread_id,
        audience, created_by_id, created_at, evidence_count, last_evidence_by_id, done_at, tags, target_groups
    )
    SELECT uuidv7(), 1, %(group)s, %(group)s, 2026, n,
           CASE WHEN n %% (%(items)s / 20) = 7 THEN 'Утеплити котельню № '
                ELSE 'Освітити перехід № ' END || n, '',
           'Два ліхтарі й знак.', state, now(),
           CASE WHEN n %% (%(items)s / 50) = 3 THEN 'urgent' WHEN n %% 10 = 3 THEN 'high'
                ELSE 'normal' END, due, due,
           (%(organisations)s::uuid[])[1 + n %% 3],
           CASE WHEN n %% 50 = 1 THEN (%(organisations)s::uuid[])[4] END, %(thread)s,
           CASE WHEN n %% 10 = 0 THEN 'thread' ELSE 'group' END, (%(people)s::uuid[])[1 + n %% %(crowd)s],
           now(), (state = 'done')::int, CASE WHEN state = 'done' THEN (%(people)s::uuid[])[1] END,
           CASE WHEN state = 'done' THEN now() END,
           CASE WHEN n %% 2 = 1 THEN ARRAY['освітлення'] ELSE '{}' END
               || CASE WHEN n %% (%(items)s / 20) = 7 THEN ARRAY['котельні'] ELSE '{}' END,
           CASE WHEN n %% 50 = 9 THEN ARRAY['children'] ELSE '{}' END
    FROM (
        SELECT n, CASE WHEN n %% 100 = 11 THEN current_date + n / 100 %% 7
                       ELSE current_date - 1500 + (random() * 2000)::int END AS due,
               (ARRAY['done', 'done', 'done', 'done', 'done', 'done', 'done',
                      'proposed', 'accepted', 'in_progress'])[1 + n / 7 %% 10] AS state
        FROM generate_series(1, %(items)s) AS n
    ) AS numbered
"""
WATCH = """
    INSERT INTO tasks_watcher (id, action_id, person_id, since)
    SELECT uuidv7(), id, %(person)s, now() FROM tasks_actionitem WHERE number %% (%(items)s / 20) = 1
"""

# ---- by hand -----------------------------------------------------------------------------------------------

FOUND = f"""
    SELECT item.id FROM tasks_actionitem AS item
    WHERE item.group_id = %(group)s AND ({{condition}}) AND (
        item.audience = 'group' AND {OF_GROUP.format(of="item.group_id", codename="read")}
        OR {OWN.format(table="tasks_actionitem", of="item.id", codename="read_actionitem")}
        OR {SEES_THREAD_OF_ITEM}
    )
    ORDER BY item.due_on, item.id LIMIT 51
"""


@dataclass(frozen=True, slots=True)
class Saved:
    """One filter: how the product is asked, and the condition by hand with what it names."""

    name: str
    asked: Mapping[str, Any]
    condition: str
    known: Mapping[str, Any] = field(default_factory=dict)

    def filter(self, group_id: UUID) -> ItemFilter:
        return ItemFilter(group_id=group_id, **self.asked)

    @property
    def by_hand(self) -> str:
        return ITEMS.format(found=FOUND.format(condition=self.condition))


def saved(today: date, mine: UUID, verifier: UUID) -> list[Saved]:
    """Those that people keep; `mine` is the organisation of the reader, who is named to verify nothing."""
    soon = {"from": today, "to": today + timedelta(days=7)}
    late = "item.state IN ('proposed', 'accepted', 'in_progress', 'blocked') AND item.due_on < %(today)s"
    open_states = ["proposed", "accepted", "in_progress", "blocked"]
    return [
        Saved("all", {}, "true"),
        Saved("open", {"states": open_states}, "item.state = ANY (%(states)s)", {"states": open_states}),
        Saved("overdue", {"overdue": True}, late, {"today": today}),
        Saved(
            "week",
            {"due_from": soon["from"], "due_to": soon["to"]},
            "due_on BETWEEN %(from)s AND %(to)s",
            soon,
        ),
        Saved("urgent", {"priority": "urgent"}, "item.priority = 'urgent'"),
        Saved("common_tag", {"tag": "освітлення"}, "item.tags @> ARRAY['освітлення']::varchar[]"),
        Saved("rare_tag", {"tag": "котельні"}, "item.tags @> ARRAY['котельні']::varchar[]"),
        Saved(
            "target_group", {"target_group": "children"}, "item.target_groups @> ARRAY['children']::varchar[]"
        ),
        Saved("owner", {"owner_organisation_id": mine}, "owner_organisation_id = %(mine)s", {"mine": mine}),
        Saved(
            "owner_overdue",
            {"owner_organisation_id": mine, "overdue": True},
            f"owner_organisation_id = %(mine)s AND {late}",
            {"mine": mine, "today": today},
        ),
        Saved(
            "verifier",
            {"verifier_organisation_id": verifier},
            "verifier_organisation_id = %(verifier)s",
            {"verifier": verifier},
        ),
        Saved("proposed", {"proposed": True}, "item.created_by_id = %(person)s"),
        Saved(
            "watching",
            {"watching": True},
            "item.id IN (SELECT action_id FROM tasks_watcher WHERE person_id = %(person)s)",
        ),
        Saved("common_words", {"words": "перехід"}, "item.title_uk ILIKE '%%перехід%%'"),
        Saved("rare_words", {"words": "котельню"}, "item.title_uk ILIKE '%%котельню%%'"),
    ]
