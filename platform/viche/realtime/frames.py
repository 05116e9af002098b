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
EVENTS_PREFIX, EVENTS_SUFFIX = b'{"type":"events","events":[', b"]}"


def dump(frame: Mapping[str, Any]) -> bytes:
    return orjson.dumps(frame, option=OPTIONS)


def render_frames(entries: Sequence[Entry]) -> list[bytes]:
    """Return the event frames of `entries`, in order. Reads the current rows, one batch per kind.

    An event that is no longer visible keeps its sequence number, with `data: null` and no actor.
    """
    return [dump(frame) for frame in build_event_frames(entries)]


def build_event_frames(entries: Sequence[Entry]) -> Iterator[dict[str, Any]]:
    data = _render_data(entries)
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


def _render_data(entries: Sequence[Entry]) -> dict[tuple[str, str], Mapping[UUID, Data | None]]:
    batches: dict[tuple[str, str], dict[UUID, Event]] = defaultdict(dict)
    for topic, _seq, event in entries:
        batches[_kind_of(topic), event.kind][event.id] = event
    return {key: _render_batch(*key, list(events.values())) for key, events in batches.items()}


def _render_batch(topic_kind: str, kind: str, events: list[Event]) -> Mapping[UUID, Data | None]:
    known = FRAMES.get(kind)
    if known is None:
        # No frame is registered for this kind, so nothing is shown.
        logger.error("frame_not_registered", extra={"kind": kind})
        return {}
    try:
        return known.render(events, topic_kind)
    except DatabaseError:
        raise
    except Exception:
        # One faulty kind must not block the other topics.
        logger.exception("frame_not_rendered", extra={"kind": kind, "topic_kind": topic_kind})
        return {}


def _hides_actor(topic: str, kind: str) -> bool:
    return _kind_of(topic) in FRAMES[kind].hides_actor_on


def _kind_of(topic: str) -> str:
    return topic.partition(":")[0]


def pack_frames(frames: Iterable[bytes], largest: int) -> Iterator[bytes]:
    """Pack frames into few payloads: one as it is, several as `events`, up to about `largest` bytes."""
    batch: list[bytes] = []
    size = 0
    for frame in frames:
        if batch and size + len(frame) > largest:
            yield _pack(batch)
            batch, size = [], 0
        batch.append(frame)
        size += len(frame) + 1
    if batch:
        yield _pack(batch)


def _pack(batch: list[bytes]) -> bytes:
    return batch[0] if len(batch) == 1 else EVENTS_PREFIX + b",".join(batch) + EVENTS_SUFFIX


class EncodedFrame:
    """One payload, encoded for every socket: in a websocket frame (RFC 6455 §5.2), or as text."""

    __slots__ = ("_text", "framed", "payload")

    def __init__(self, payload: bytes) -> None:
        self.payload = payload
        self.framed = _websocket_header(len(payload)) + payload
        self._text: str | None = None

    @property
    def text(self) -> str:
        if self._text is None:
            self._text = self.payload.decode()
        return self._text


def _websocket_header(length: int) -> bytes:
    """Return the header of an unfragmented text frame."""
    if length < 126:
        return bytes((0x81, length))
    if length < 65536:
        return bytes((0x81, 126)) + length.to_bytes(2, "big")
    return bytes((0x81, 127)) + length.to_bytes(8, "big")
