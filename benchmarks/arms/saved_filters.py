"""Saved filters on the action items of one group, as queries of the product and as hand-written SQL.

One item in ten is restricted, seven in ten are done; the filters match half of the items, one in fifty, or
about one page, and each matches at least one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from benchmarks.arms.hand_written_sql import CAN_READ_SOURCE_THREAD, HAS_GROUP_GRANT, HAS_OWN_GRANT, ITEMS
from tasks.items.date_filters import DateFilter
from tasks.items.filters import ItemFilter
from tasks.models import ADVANCE_NOTICE

CLEAR = "TRUNCATE tasks_actionitem CASCADE"
FILL = """
    INSERT INTO tasks_actionitem (
        id, version, group_id, register_id, year, number, title_uk, title_en, description, state, state_since,
        priority, due_on, original_due_on, owner_organisation_id, outside_body_id, coowners,
        verifier_organisation_id, thread_id, audience, created_by_id, created_at, evidence_count,
        last_evidence_by_id, done_at, tags, target_groups, rules_changed,
        former_coowners, recurrence, budget_source, place_name, checklist_count, checklist_done, worked_by,
        removed_evidence_count
    )
    SELECT uuidv7(), 1, %(group)s, %(group)s, 2026, n,
           CASE WHEN n %% (%(items)s / 20) = 7 THEN 'Утеплити котельню № '
                ELSE 'Освітити перехід № ' END || n, '',
           'Два ліхтарі й знак.', state, now(),
           CASE WHEN n %% (%(items)s / 50) = 3 THEN 'urgent' WHEN n %% 10 = 3 THEN 'high'
                ELSE 'normal' END, due, due,
           CASE WHEN n %% 50 <> 31 THEN (%(organisations)s::uuid[])[1 + n %% 3] END,
           CASE WHEN n %% 50 = 31 THEN %(body)s END,
           CASE WHEN n %% 50 = 21 THEN ARRAY[(%(organisations)s::uuid[])[4]] ELSE '{}' END,
           CASE WHEN n %% 50 = 1 THEN (%(organisations)s::uuid[])[4] END, %(thread)s,
           CASE WHEN n %% 10 = 0 THEN 'thread' ELSE 'group' END, (%(people)s::uuid[])[1 + n %% %(crowd)s],
           now() - n %% 1800 * interval '1 day', (state = 'done')::int,
           CASE WHEN state = 'done' THEN (%(people)s::uuid[])[1] END,
           CASE WHEN state = 'done' THEN now() END,
           CASE WHEN n %% 2 = 1 THEN ARRAY['освітлення'] ELSE '{}' END
               || CASE WHEN n %% (%(items)s / 20) = 7 THEN ARRAY['котельні'] ELSE '{}' END,
           CASE WHEN n %% 50 = 9 THEN ARRAY['children'] ELSE '{}' END,
           false, '{}', '', '', '', 0, 0, '{}', 0
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

MATCHING_ITEMS = f"""
    SELECT item.id FROM tasks_actionitem AS item
    WHERE item.group_id = %(group)s AND ({{condition}}) AND (
        item.audience = 'group' AND {HAS_GROUP_GRANT.format(of="item.group_id", codename="read")}
        OR {HAS_OWN_GRANT.format(table="tasks_actionitem", of="item.id", codename="read_actionitem")}
        OR {CAN_READ_SOURCE_THREAD}
    )
    ORDER BY item.due_on, item.id LIMIT 51
"""
IN_SECTOR = """
    item.owner_organisation_id IN (SELECT id FROM groups_organisation WHERE sector = %(sector)s)
    OR item.outside_body_id IN (SELECT id FROM tasks_outsidebody WHERE sector = %(sector)s)
"""
# Start of the day in the time zone of all groups here.
CREATED_SINCE = "item.created_at >= %(from)s::timestamp AT TIME ZONE 'Europe/Kyiv'"
WAITING = """
    (owner_organisation_id = %(mine)s OR coowners && ARRAY[%(mine)s]::uuid[]) AND (
        state = 'proposed'
        OR returned_at IS NOT NULL
        OR state IN ('accepted', 'in_progress', 'blocked') AND due_on < %(today)s
        OR state IN ('accepted', 'in_progress') AND due_on <= %(soon)s
    )
    OR state = 'done' AND (verifier_organisation_id IS NULL OR verifier_organisation_id = %(mine)s)
       AND owner_organisation_id IS DISTINCT FROM %(mine)s AND NOT coowners && ARRAY[%(mine)s]::uuid[]
       AND NOT former_coowners && ARRAY[%(mine)s]::uuid[]
       AND last_evidence_by_id <> %(person)s AND NOT worked_by @> ARRAY[%(person)s]::uuid[]
"""


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """A filter, as arguments of the product's query and as a hand-written condition with parameters."""

    name: str
    asked: Mapping[str, Any]
    condition: str
    known: Mapping[str, Any] = field(default_factory=dict)

    def filter(self, group_id: UUID) -> ItemFilter:
        return ItemFilter(group_id=group_id, **self.asked)

    @property
    def by_hand(self) -> str:
        return ITEMS.format(found=MATCHING_ITEMS.format(condition=self.condition))


OPEN_STATES = ["proposed", "accepted", "in_progress", "blocked"]
OVERDUE = "item.state = ANY (%(open)s) AND item.due_on < %(today)s"


def list_saved_filters(today: date, mine: UUID, other: UUID, body: UUID) -> list[SavedFilter]:
    """Return the filters that people commonly save.

    `mine` is the organisation of the reader and is never named as the verifier, `other` verifies and is a
    co-owner, `body` has no account.
    """
    return [
        SavedFilter("all", {}, "true"),
        SavedFilter(
            "open", {"states": OPEN_STATES}, "item.state = ANY (%(states)s)", {"states": OPEN_STATES}
        ),
        SavedFilter("urgent", {"priority": "urgent"}, "item.priority = 'urgent'"),
        SavedFilter("common_tag", {"tag": "освітлення"}, "item.tags @> ARRAY['освітлення']::varchar[]"),
        SavedFilter("rare_tag", {"tag": "котельні"}, "item.tags @> ARRAY['котельні']::varchar[]"),
        SavedFilter(
            "target_group", {"target_group": "children"}, "item.target_groups @> ARRAY['children']::varchar[]"
        ),
        SavedFilter("common_words", {"words": "перехід"}, "item.title_uk ILIKE '%%перехід%%'"),
        SavedFilter("rare_words", {"words": "котельню"}, "item.title_uk ILIKE '%%котельню%%'"),
        *_date_filters(today),
        *_organisation_filters(mine, other, body),
        *_reader_filters(today, mine),
    ]


def _date_filters(today: date) -> list[SavedFilter]:
    late, month_ago = {"open": OPEN_STATES, "today": today}, today - timedelta(days=30)
    first, last = today, today + timedelta(days=7)
    week = {"from": first, "to": last}
    return [
        SavedFilter("overdue", {"overdue": True}, OVERDUE, late),
        SavedFilter(
            "overdue_at_first", {"overdue_at_first": True}, OVERDUE.replace("due_on", "original_due_on"), late
        ),
        SavedFilter("week", {"due_from": first, "due_to": last}, "due_on BETWEEN %(from)s AND %(to)s", week),
        SavedFilter(
            "due_at_first",
            {"spans": DateFilter(first_due_from=first, first_due_to=last)},
            "original_due_on BETWEEN %(from)s AND %(to)s",
            week,
        ),
        SavedFilter(
            "made_lately", {"spans": DateFilter(made_from=month_ago)}, CREATED_SINCE, {"from": month_ago}
        ),
    ]


def _organisation_filters(mine: UUID, other: UUID, body: UUID) -> list[SavedFilter]:
    return [
        SavedFilter(
            "owner", {"owner_organisation_id": mine}, "owner_organisation_id = %(mine)s", {"mine": mine}
        ),
        SavedFilter(
            "coowner", {"coowner_id": other}, "item.coowners @> ARRAY[%(other)s]::uuid[]", {"other": other}
        ),
        SavedFilter("outside_body", {"outside_body_id": body}, "outside_body_id = %(body)s", {"body": body}),
        SavedFilter(
            "verifier",
            {"verifier_organisation_id": other},
            "verifier_organisation_id = %(other)s",
            {"other": other},
        ),
        SavedFilter("common_sector", {"sector": "police"}, IN_SECTOR, {"sector": "police"}),
        SavedFilter("rare_sector", {"sector": "health"}, IN_SECTOR, {"sector": "health"}),
    ]


def _reader_filters(today: date, mine: UUID) -> list[SavedFilter]:
    late = {"open": OPEN_STATES, "today": today}
    return [
        SavedFilter(
            "owner_overdue",
            {"owner_organisation_id": mine, "overdue": True},
            f"owner_organisation_id = %(mine)s AND {OVERDUE}",
            {"mine": mine, **late},
        ),
        SavedFilter(
            "waiting", {"waiting": True}, WAITING, {"mine": mine, "soon": today + ADVANCE_NOTICE, **late}
        ),
        SavedFilter("proposed", {"proposed": True}, "item.created_by_id = %(person)s"),
        SavedFilter(
            "watching",
            {"watching": True},
            "item.id IN (SELECT action_id FROM tasks_watcher WHERE person_id = %(person)s)",
        ),
    ]
