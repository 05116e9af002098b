"""What must be known before something is said, read in one query for many who speak in one thread."""

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

from dialogue.threads.access import STANDING
from dialogue.threads.models import Thread
from groups.models import Mandate, Organisation, Role
from groups.selectors import seats_taken_by
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.prepared import made
from viche.kernel.sql import embedded, prepared

# Stand-ins for what the query names itself.
PERSON, GROUP, AT = UUID(int=1), UUID(int=2), datetime(1, 1, 1, tzinfo=UTC)
NAMES = {PERSON: "asked.person_id", GROUP: "thread.group_id", AT: "%(now)s"}


def _columns(model: type[Model], *names: str) -> tuple[str, ...]:
    """These columns of a model (all, if none is named)."""
    every = [one.attname for one in model._meta.concrete_fields]
    return tuple(name for name in every if not names or name in names)


THREAD = _columns(Thread)
PEOPLE = _columns(User, "id", "name_uk", "name_en", "grammatical_gender")
MANDATES = _columns(Mandate, "id", "person_id", "position_uk", "position_en", "organisation_id")
ORGANISATIONS = _columns(
    Organisation,
    *("id", "name_uk", "name_en", "short_name_uk", "short_name_en"),
    *("on_behalf_uk", "on_behalf_en", "sector"),
)


class Question(NamedTuple):
    """Who wants to say something, their own name for it, and the message that it answers."""

    person_id: UUID
    client_id: UUID
    parent_id: UUID | None


@dataclass(slots=True)
class Ground:
    """The answer to a question. `mandates` are those through which the person takes part.

    Unless they choose another it is the first.
    """

    thread: Thread
    standing: tuple[list[int], list[int]]
    stored: bool  # under the same name
    holds_parent: bool
    followed: bool  # by somebody who wants every message
    author: User
    mandates: list[Mandate] = field(default_factory=list)

    def stand(self, actor: Actor) -> Thread:
        """The thread, with what `actor`, who asked, holds on it. It is the same object for everybody."""
        of_thread, of_group = self.standing
        facts = {"standing_thread": of_thread, "standing_group": of_group, "standing_person": actor.person_id}
        self.thread.__dict__.update(facts)
        return self.thread


def grounds(thread_id: UUID, questions: Sequence[Question]) -> list[Ground | None]:
    """The ground of each question; None for all when there is no such thread."""
    asked = [
        {"nth": nth, "person_id": one.person_id, "client_id": one.client_id, "parent_id": one.parent_id}
        for nth, one in enumerate(questions)
    ]
    rows = prepared(
        _statement(), {"thread_id": thread_id, "asked": orjson.dumps(asked).decode(), "now": now()}
    )
    if not rows:
        return [None] * len(questions)
    thread = made(Thread, THREAD, rows[0][1 : 1 + len(THREAD)])
    found: list[Ground | None] = [None] * len(questions)
    for nth, answers in groupby(rows, key=itemgetter(0)):
        found[nth] = _ground(thread, [row[1 + len(THREAD) :] for row in answers])
    return found


def _ground(thread: Thread, rows: Sequence[tuple[Any, ...]]) -> Ground:
    of_thread, of_group, *answers = rows[0][: 5 + len(PEOPLE)]
    stored, holds_parent, followed, *person = answers
    ground = Ground(thread, (of_thread, of_group), stored, holds_parent, followed, made(User, PEOPLE, person))
    ground.mandates = list(_mandates(ground.author, (row[5 + len(PEOPLE) :] for row in rows)))
    return ground


def _mandates(author: User, rows: Iterable[tuple[Any, ...]]) -> Iterable[Mandate]:
    """Strongest role first, own before another's, as `groups.selectors.seats_in` has them."""
    seats = []
    for role, since, seat_id, *facts in rows:
        if role is not None:
            mandate = made(Mandate, MANDATES, facts[: len(MANDATES)])
            mandate.organisation = made(Organisation, ORGANISATIONS, facts[len(MANDATES) :])
            order = (Role(role).rank, mandate.person_id != author.pk, since, seat_id)
            seats.append((order, mandate))
    return (mandate for _order, mandate in sorted(seats, key=itemgetter(0)))


@cache
def _statement() -> str:
    # The thread is the same for all, so it comes once: with the first row.
    thread = ", ".join(f"told.{name}" for name in THREAD)
    author = ", ".join(f"author.{name}" for name in PEOPLE)
    facts = ("role", "since", "pk", *(f"mandate__{name}" for name in MANDATES))
    seats = seats_taken_by(PERSON, AT).filter(group=GROUP)
    seat = embedded(
        seats.values_list(*facts, *(f"mandate__organisation__{name}" for name in ORGANISATIONS)), NAMES
    )
    # LIMIT, where EXISTS would say the same: that one PostgreSQL may answer by a look through every message.
    return f"""
        SELECT nth, {thread}, {STANDING.format(person="asked.person_id")},
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
