"""Missed events, read from PostgreSQL and rendered from the current rows, many in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from viche.kernel.events import get_heads
from viche.kernel.models import Event
from viche.kernel.prepared_queries import build_instance
from viche.kernel.sql import execute_prepared
from viche.realtime.frames import EncodedFrame, Entry, pack_frames, render_frames

Place = tuple[str, int]  # a topic, and the sequence number to start after

ENTRY_COLUMNS = "seq, event_id, kind, version, at, actor_id, subject_id, data"
# Topics are numbered without gaps, so a limit is an upper bound of the numbers, without sorting or counting.
# A single topic, the usual case, needs no join.
MISSED_IN_ONE = f"""
    SELECT 1 AS place, {ENTRY_COLUMNS} FROM kernel_topicentry
    WHERE topic_id = %(topics)s AND seq > %(afters)s::bigint AND seq <= %(afters)s::bigint + %(limit)s::bigint
"""  # noqa: S608 - constants only
# Many topics in one statement; the limit applies to each. OFFSET 0 is an optimisation fence: no plan then
# reads the whole log for many topics. Two texts cost the driver less than two arrays.
MISSED = f"""
    SELECT asked.place, event.*
    FROM unnest(
        string_to_array(%(topics)s::text, ' '), string_to_array(%(afters)s::text, ' ')::bigint[]
    ) WITH ORDINALITY AS asked (name, after, place)
    CROSS JOIN LATERAL (
        SELECT {ENTRY_COLUMNS} FROM kernel_topicentry
        WHERE topic_id = asked.name AND seq > asked.after AND seq <= asked.after + %(limit)s::bigint
        OFFSET 0
    ) AS event
"""  # noqa: S608 - constants only
# Without `system` and `subject_type`, which no frame shows.
COLUMNS = ("id", "kind", "version", "at", "actor_id", "subject_id", "data")


@dataclass(slots=True)
class Replay:
    """The events of a topic after a number, up to a limit.

    `head` is the topic's last number at that time.
    """

    after: int
    head: int
    frames: list[tuple[int, bytes]] = field(default_factory=list)
    _wires: list[EncodedFrame] | None = None

    @property
    def complete(self) -> bool:
        return self.after + len(self.frames) >= self.head

    def wires(self, largest: int) -> list[EncodedFrame]:
        """Return all frames, encoded once for all clients that missed the same."""
        if self._wires is None:
            self._wires = [
                EncodedFrame(payload)
                for payload in pack_frames((frame for _seq, frame in self.frames), largest)
            ]
        return self._wires


def read_replays(places: Sequence[Place], limit: int) -> dict[Place, Replay]:
    """Return the replay of each place, in two queries and one rendering per kind of frame."""
    found = get_heads({topic for topic, _after in places})
    replays = {(topic, after): Replay(after, found[topic]) for topic, after in places}
    wanted = [place for place, replay in replays.items() if replay.head > replay.after]
    if not wanted:
        return replays
    rows = load_missed(wanted, limit)
    for (place, seq), frame in zip(
        ((place, entry[1]) for place, entry in rows),
        render_frames([entry for _place, entry in rows]),
        strict=True,
    ):
        replays[place].frames.append((seq, frame))
    for replay in replays.values():
        if replay.frames:
            # Events may have been added between the two queries.
            replay.head = max(replay.head, replay.frames[-1][0])
    return replays


def load_missed(places: Sequence[Place], limit: int) -> list[tuple[Place, Entry]]:
    """Return up to `limit` events after each place, in order."""
    found = load_missed_rows(places, limit)
    return [
        (places[nth - 1], (places[nth - 1][0], seq, _build_event(*columns))) for nth, seq, *columns in found
    ]


def load_missed_rows(places: Sequence[Place], limit: int) -> list[tuple[Any, ...]]:
    """Return the missed events as rows: index of the place (from 1), sequence number, COLUMNS.

    `data` is JSON text.
    """
    topics, afters = zip(*places, strict=True)
    asked = {"topics": " ".join(topics), "afters": " ".join(map(str, afters)), "limit": limit}
    return sorted(execute_prepared(MISSED if len(places) > 1 else MISSED_IN_ONE, asked, binary=True))


def _build_event(*columns: Any) -> Event:
    *facts, data = columns
    return build_instance(Event, COLUMNS, (*facts, orjson.loads(data)))
