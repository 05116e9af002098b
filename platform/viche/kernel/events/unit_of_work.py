"""The unit of work: one transaction whose events are written last and announced after the commit."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import orjson
from django.db import IntegrityError, connection, transaction

from viche.kernel.actor import Actor
from viche.kernel.errors import Conflict
from viche.kernel.events.log import write_events
from viche.kernel.events.payload import Payload, Places, Recorded
from viche.kernel.events.subscribers import AFTER_COMMIT
from viche.kernel.models import Event
from viche.kernel.prepared_queries import build_instance

logger = logging.getLogger(__name__)


class ConcurrentChange(Conflict):
    """Raised when a concurrent transaction invalidated what was read.

    The caller may retry the unit of work.
    """


class _UnitOfWork:
    def __init__(self) -> None:
        self.pending: list[tuple[Actor, Payload]] = []
        self.recorded: list[Recorded] = []

    @contextmanager
    def part(self) -> Iterator[None]:
        """Open a savepoint: a failure inside also discards the events recorded inside."""
        pending, recorded = len(self.pending), len(self.recorded)
        try:
            with transaction.atomic():
                yield
        except BaseException:
            del self.pending[pending:], self.recorded[recorded:]
            raise


_current = threading.local()


@contextmanager
def open_unit_of_work() -> Iterator[None]:
    """Open a transaction whose events are written at its end.

    Inside another unit of work it is a savepoint.
    """
    outer: _UnitOfWork | None = getattr(_current, "unit", None)
    if outer is not None:
        with outer.part():
            yield
        return
    work = _current.unit = _UnitOfWork()
    try:
        with transaction.atomic():
            yield
            work.recorded += write_events(work.pending) if work.pending else []
            if work.recorded:
                transaction.on_commit(lambda: announce(work.recorded), robust=True)
    finally:
        _current.unit = None


@contextmanager
def open_statement_unit() -> Iterator[None]:
    """Open a unit of work that is a single statement, its events included, without BEGIN and COMMIT.

    It saves two round trips. Inside another unit of work it is a step of that one, which fails with it:
    raises ConcurrentChange when a constraint is violated there.
    """
    if getattr(_current, "unit", None) is not None:
        try:
            yield
        except IntegrityError as error:
            raise ConcurrentChange from error
        return
    if connection.in_atomic_block:
        with open_unit_of_work():
            yield
        return
    work = _current.unit = _UnitOfWork()
    try:
        yield
    finally:
        _current.unit = None
    if work.pending:
        raise RuntimeError("A unit of one statement writes its events itself.")
    announce(work.recorded)


def record(actor: Actor, payload: Payload) -> None:
    """Record an event. It is written at the end of the unit of work, in its transaction.

    Raises RuntimeError outside a unit of work: an event must commit together with its state change.
    """
    _require_unit().pending.append((actor, payload))


def record_written(parameters: Mapping[str, Any], places: Places, fresh: Any) -> None:
    """Register an event that a hot write has inserted (with EVENT_CTES), so that it is announced.

    `parameters` are those of `build_event_parameters`; `fresh` is the object that the event is about, with
    all data that frames show of it.
    """
    names = ("kind", "version", "at", "actor_id", "system", "subject_type", "subject_id")
    facts = [parameters[name] for name in names]
    event = build_instance(
        Event, ("id", *names, "data"), (parameters["event_id"], *facts, orjson.loads(parameters["data"]))
    )
    event.fresh = fresh
    _require_unit().recorded.append(Recorded(event.id, event.kind, places, event))


def record_placed(kind: str, placed: Iterable[tuple[UUID, str, int]]) -> None:
    """Register events of one kind that a statement has inserted itself.

    `placed` are rows of BULK_EVENT_CTES.
    """
    _require_unit().recorded += [Recorded(pk, kind, ((topic, seq),)) for pk, topic, seq in placed]


def _require_unit() -> _UnitOfWork:
    work: _UnitOfWork | None = getattr(_current, "unit", None)
    if work is None:
        raise RuntimeError("Events are recorded inside a service (viche.kernel.services.service).")
    return work


def announce(recorded: list[Recorded]) -> None:
    """Call the fast paths. The outbox delivers what is lost here."""
    for handle in AFTER_COMMIT:
        try:
            handle(recorded)
        except Exception:
            logger.exception("after_commit_failed", extra={"handler": handle.__qualname__})
