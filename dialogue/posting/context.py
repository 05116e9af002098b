"""Load everything that posting needs, in one query for many authors who post in the same thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db.models import Model

from dialogue.threads.access import ACCESS_SQL
from dialogue.threads.models import Thread
from groups.models import Mandate, Organisation, Role
from groups.selectors import list_seats_taken_by
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.prepared_queries import build_instance
from viche.kernel.sql import embed_sql, execute_prepared

# Placeholders for values that the statement refers to by column.
PERSON, GROUP, AT = UUID(int=1), UUID(int=2), datetime(1, 1, 1, tzinfo=UTC)
PLACEHOLDERS = {PERSON: "asked.person_id", GROUP: "thread.group_id", AT: "%(now)s"}


def _list_columns(model: type[Model], *names: str) -> tuple[str, ...]:
    """Return the column names of a model: those given, or all of them."""
    every = [one.attname for one in model._meta.concrete_fields]
    return tuple(name for name in every if not names or name in names)


THREAD_COLUMNS = _list_columns(Thread)
PERSON_COLUMNS = _list_columns(User, "id", "name_uk", "name_en", "grammatical_gender")
MANDATE_COLUMNS = _list_columns(Mandate, "id", "person_id", "position_uk", "position_en", "organisation_id")
ORGANISATION_COLUMNS = _list_columns(
    Organisation,
    *("id", "name_uk", "name_en", "short_name_uk", "short_name_en"),
    *("on_behalf_uk", "on_behalf_en", "sector"),
)


class PostingRequest(NamedTuple):
    """The author of a new message, its `client_id`, and the message that it replies to."""

    person_id: UUID
    client_id: UUID
    parent_id: UUID | None


@dataclass(slots=True)
class PostingContext:
    """The thread, the author and the access they have, for one posting request.

    `mandates` are those through which the author takes part; the first is used unless they choose another.
    """

    thread: Thread
    standing: tuple[list[int], list[int]]
    stored: bool  # under the same `client_id`
    holds_parent: bool
    followed: bool  # by a person who is notified of every message
    author: User
    mandates: list[Mandate] = field(default_factory=list)

    def bind_actor(self, actor: Actor) -> Thread:
        """Return the thread with the access of `actor`. All requests share the same thread object."""
        of_thread, of_group = self.standing
        facts = {"standing_thread": of_thread, "standing_group": of_group, "standing_person": actor.person_id}
        self.thread.__dict__.update(facts)
        return self.thread


def load_posting_contexts(
    thread_id: UUID, questions: Sequence[PostingRequest]
) -> list[PostingContext | None]:
    """Return the context of each request; all are None when the thread does not exist."""
    asked = [
        {"nth": nth, "person_id": one.person_id, "client_id": one.client_id, "parent_id": one.parent_id}
        for nth, one in enumerate(questions)
    ]
    rows = execute_prepared(
        _build_statement(), {"thread_id": thread_id, "asked": orjson.dumps(asked).decode(), "now": now()}
    )
    if not rows:
        return [None] * len(questions)
    thread = build_instance(Thread, THREAD_COLUMNS, rows[0][1 : 1 + len(THREAD_COLUMNS)])
    found: list[PostingContext | None] = [None] * len(questions)
    for nth, answers in groupby(rows, key=itemgetter(0)):
        found[nth] = _build_context(thread, [row[1 + len(THREAD_COLUMNS) :] for row in answers])
    return found


def _build_context(thread: Thread, rows: Sequence[tuple[Any, ...]]) -> PostingContext:
    of_thread, of_group, *answers = rows[0][: 5 + len(PERSON_COLUMNS)]
    stored, holds_parent, followed, *person = answers
    ground = PostingContext(
        thread,
        (of_thread, of_group),
        stored,
        holds_parent,
        followed,
        build_instance(User, PERSON_COLUMNS, person),
    )
    ground.mandates = list(_sort_mandates(ground.author, (row[5 + len(PERSON_COLUMNS) :] for row in rows)))
    return ground


def _sort_mandates(author: User, rows: Iterable[tuple[Any, ...]]) -> Iterable[Mandate]:
    """Sort mandates in the order of `groups.selectors.list_seats_in`.

    The strongest role comes first, and own mandates before those of an absent holder.
    """
    seats = []
    for role, since, seat_id, *facts in rows:
        if role is not None:
            mandate = build_instance(Mandate, MANDATE_COLUMNS, facts[: len(MANDATE_COLUMNS)])
            mandate.organisation = build_instance(
                Organisation, ORGANISATION_COLUMNS, facts[len(MANDATE_COLUMNS) :]
            )
            order = (Role(role).rank, mandate.person_id != author.pk, since, seat_id)
            seats.append((order, mandate))
    return (mandate for _order, mandate in sorted(seats, key=itemgetter(0)))


@cache
def _build_statement() -> str:
    # The thread is the same in all rows, so only the first row carries it.
    thread = ", ".join(f"told.{name}" for name in THREAD_COLUMNS)
    author = ", ".join(f"author.{name}" for name in PERSON_COLUMNS)
    facts = ("role", "since", "pk", *(f"mandate__{name}" for name in MANDATE_COLUMNS))
    seats = list_seats_taken_by(PERSON, AT).filter(group=GROUP)
    seat = embed_sql(
        seats.values_list(*facts, *(f"mandate__organisation__{name}" for name in ORGANISATION_COLUMNS)),
        PLACEHOLDERS,
    )
    # LIMIT instead of EXISTS: for EXISTS PostgreSQL may choose a scan of every message.
    return f"""
        SELECT nth, {thread}, {ACCESS_SQL.format(person="asked.person_id")},
               (
                   SELECT true FROM dialogue_message AS message
                   WHERE message.author_id = asked.person_id AND message.client_id = asked.client_id LIMIT 1
               ) IS NOT NULL,
               (
                   SELECT true FROM dialogue_message AS parent
                   WHERE parent.id = asked.parent_id AND parent.thread_id = thread.id LIMIT 1
               ) IS NOT NULL,
               (
                   SELECT true FROM dialogue_threadattention AS followed
                   WHERE followed.thread_id = thread.id AND followed.level = 'all' LIMIT 1
               ) IS NOT NULL,
               {author}, seat.*
        FROM json_to_recordset(%(asked)s::json) AS asked (
            nth int, person_id uuid, client_id uuid, parent_id uuid
        )
        JOIN dialogue_thread AS thread ON thread.id = %(thread_id)s
        LEFT JOIN dialogue_thread AS told ON told.id = thread.id AND nth = 0
        JOIN accounts_user AS author ON author.id = asked.person_id
        LEFT JOIN LATERAL ({seat}) AS seat ON true
        ORDER BY nth
    """  # noqa: S608 - constants only
