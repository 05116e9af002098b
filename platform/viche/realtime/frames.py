"""Frames as bytes: each is serialised once, and the same bytes go to every socket."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from django.db import Error as DatabaseError

from viche.kernel.models import Event
from viche.realtime.registry import FRAMES, Data

logger = logging.getLogger(__name__)

Entry = tuple[str, int, Event]  # topic, its sequence number, the event
OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS
OPENING, CLOSING = b'{"type":"events","events":[', b"]}"


def dump(frame: Mapping[str, Any]) -> bytes:
    return orjson.dumps(frame, option=OPTIONS)


def render(entries: Sequence[Entry]) -> list[bytes]:
    """The event frames of `entries`, in their order. Reads the current rows, one batch per kind.

    An event that may not be seen any more keeps its place in the sequence, with `data: null` and no actor.
    """
    return [dump(frame) for frame in event_frames(entries)]


def event_frames(entries: Sequence[Entry]) -> Iterator[dict[str, Any]]:
    data = _data(entries)
    for topic, seq, event in entries:
        shown = data[_kind_of(topic), event.kind].get(event.id)
        is_signed = shown is not None and not _hides_actor(topic, event.kind)
        yield {
            "type": "event",
            "topic": topic,
            "seq": seq,
            "kind": event.kind,
            "version": event.version,
            "at": event.at,
            "actor": event.actor_id if is_signed else None,
            "data": shown,
        }


def _data(entries: Sequence[Entry]) -> dict[tuple[str, str], Mapping[UUID, Data | None]]:
    batches: dict[tuple[str, str], dict[UUID, Event]] = defaultdict(dict)
    for topic, _seq, event in entries:
        batches[_kind_of(topic), event.kind][event.id] = event
    return {key: _rendered(*key, list(events.values())) for key, events in batches.items()}


def _rendered(topic_kind: str, kind: str, events: list[Event]) -> Mapping[UUID, Data | None]:
    known = FRAMES.get(kind)
    if known is None:
        # Nobody said what may be shown of it, so nothing is.
        logger.error("frame_not_registered", extra={"kind": kind})
        return {}
    try:
        return known.render(events, topic_kind)
    except DatabaseError:
        raise
    except Exception:
        # One faulty kind must not keep everybody else's topics from going on.
        logger.exception("frame_not_rendered", extra={"kind": kind, "topic_kind": topic_kind})
        return {}


def _hides_actor(topic: str, kind: str) -> bool:
    return _kind_of(topic) in FRAMES[kind].hides_actor_on


def _kind_of(topic: str) -> str:
    return topic.partition(":")[0]


def bundles(frames: Iterable[bytes], largest: int) -> Iterator[bytes]:
    """Ready frames as few payloads: one alone as it is, several as `events`, cut at about `largest` bytes."""
    batch: list[bytes] = []
    size = 0
    for frame in frames:
        if batch and size + len(frame) > largest:
            yield _bundle(batch)
            batch, size = [], 0
        batch.append(frame)
        size += len(frame) + 1
    if batch:
        yield _bundle(batch)


def _bundle(batch: list[bytes]) -> bytes:
    return batch[0] if len(batch) == 1 else OPENING + b",".join(batch) + CLOSING


class Wire:
    """One payload, ready for every socket: in a websocket frame (RFC 6455 §5.2), or as text."""

    __slots__ = ("_text", "framed", "payload")

    def __init__(self, payload: bytes) -> None:
        self.payload = payload
        self.framed = _header(len(payload)) + payload
        self._text: str | None = None

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = self.payload.decode()
        return self._text


def _header(length: int) -> bytes:
    """Of a whole message of text."""
    if length < 126:
        return bytes((0x81, length))
    if length < 65536:
        return bytes((0x81, 126)) + length.to_bytes(2, "big")
    return bytes((0x81, 127)) + length.to_bytes(8, "big")
