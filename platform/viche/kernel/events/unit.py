"""The unit of work: one transaction, whose events are written last and announced after the commit."""

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
from viche.kernel.prepared import made

logger = logging.getLogger(__name__)


class Outrun(Conflict):
    """Somebody was faster: what was read no longer holds. Whoever owns the unit of work may do it anew."""


class _Unit:
    def __init__(self) -> None:
        self.pending: list[tuple[Actor, Payload]] = []
        self.recorded: list[Recorded] = []

    @contextmanager
    def part(self) -> Iterator[None]:
        """A savepoint: what fails inside takes its events with it."""
        pending, recorded = len(self.pending), len(self.recorded)
        try:
            with transaction.atomic():
                yield
        except BaseException:
            del self.pending[pending:], self.recorded[recorded:]
            raise


_current = threading.local()


@contextmanager
def unit() -> Iterator[None]:
    """Open a transaction whose events are written at its end. Inside another unit it joins that one."""
    outer: _Unit | None = getattr(_current, "unit", None)
    if outer is not None:
        with outer.part():
            yield
        return
    work = _current.unit = _Unit()
    try:
        with transaction.atomic():
            yield
            work.recorded += write_events(work.pending) if work.pending else []
            if work.recorded:
                transaction.on_commit(lambda: announce(work.recorded), robust=True)
    finally:
        _current.unit = None


@contextmanager
def statement() -> Iterator[None]:
    """A unit of work that is one statement, its events included: PostgreSQL makes it whole by itself.

    It saves the trips that begin and end a transaction. Inside a unit it is a step of that one, which fails
    with it: raises Outrun when a constraint is violated there.
    """
    if getattr(_current, "unit", None) is not None:
        try:
            yield
        except IntegrityError as error:
            raise Outrun from error
        return
    if connection.in_atomic_block:
        with unit():
            yield
        return
    work = _current.unit = _Unit()
    try:
        yield
    finally:
        _current.unit = None
    if work.pending:
        raise RuntimeError("A unit of one statement writes its events itself.")
    announce(work.recorded)


def record(actor: Actor, payload: Payload) -> None:
    """Note what happened. It is written at the end of the unit, in its transaction.

    Raises RuntimeError outside a unit: an event without its state change would be a rumour.
    """
    _open_unit().pending.append((actor, payload))


def record_written(parameters: Mapping[str, Any], places: Places, fresh: Any) -> None:
    """Note an event that a hot write has written itself (with EVENT_PARTS), so that it is announced.

    `parameters` are those of `event_parameters`; `fresh` is what it is about, with everything that frames
    show of it.
    """
    names = ("kind", "version", "at", "actor_id", "system", "subject_type", "subject_id")
    facts = [parameters[name] for name in names]
    event = made(
        Event, ("id", *names, "data"), (parameters["event_id"], *facts, orjson.loads(parameters["data"]))
    )
    event.fresh = fresh
    _open_unit().recorded.append(Recorded(event.id, event.kind, places, event))


def record_placed(kind: str, placed: Iterable[tuple[UUID, str, int]]) -> None:
    """Note events of one kind that a statement has written itself (with MANY_PARTS): rows of its `placed`."""
    _open_unit().recorded += [Recorded(pk, kind, ((topic, seq),)) for pk, topic, seq in placed]


def _open_unit() -> _Unit:
    work: _Unit | None = getattr(_current, "unit", None)
    if work is None:
        raise RuntimeError("Events are recorded inside a service (viche.kernel.services.service).")
    return work


def announce(recorded: list[Recorded]) -> None:
    """Tell the fast paths. What is lost here is delivered by the outbox."""
    for handle in AFTER_COMMIT:
        try:
            handle(recorded)
        except Exception:
            logger.exception("after_commit_failed", extra={"handler": handle.__qualname__})
