"""What topics have missed, read from PostgreSQL and rendered from the current rows, many in one trip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from viche.kernel.events import heads
from viche.kernel.models import Event
from viche.kernel.sql import prepared
from viche.realtime.frames import Entry, Wire, bundles, render

Place = tuple[str, int]  # a topic, and the number after which its events are wanted

# All topics in one statement; the limit holds for each of them.
MISSED = """
    SELECT asked.name, asked.after, entry.seq, event.id, event.kind, event.version, event.at, event.actor_id,
           event.system, event.subject_type, event.subject_id, event.data
    FROM unnest(%(topics)s::text[], %(afters)s::bigint[]) AS asked (name, after)
    CROSS JOIN LATERAL (
        SELECT seq, event_id FROM kernel_topicentry
        WHERE topic_id = asked.name AND seq > asked.after ORDER BY seq LIMIT %(limit)s::bigint
    ) AS entry
    JOIN kernel_event AS event ON event.id = entry.event_id
    ORDER BY asked.name, asked.after, entry.seq
"""


@dataclass(slots=True)
class Replay:
    """The events of a topic after a number, up to a limit. `head` is the topic's last number then."""

    after: int
    head: int
    frames: list[tuple[int, bytes]] = field(default_factory=list)
    _wires: list[Wire] | None = None

    @property
    def complete(self) -> bool:
        return self.after + len(self.frames) >= self.head

    def wires(self, largest: int) -> list[Wire]:
        """All of it, made once for everybody who missed the same."""
        if self._wires is None:
            self._wires = [
                Wire(payload) for payload in bundles((frame for _seq, frame in self.frames), largest)
            ]
        return self._wires


def read_replays(places: Sequence[Place], limit: int) -> dict[Place, Replay]:
    """The replay of each place, in two queries and one rendering of each kind of frame."""
    found = heads({topic for topic, _after in places})
    replays = {(topic, after): Replay(after, found[topic]) for topic, after in places}
    wanted = [place for place, replay in replays.items() if replay.head > replay.after]
    if not wanted:
        return replays
    rows = missed(wanted, limit)
    for (place, seq), frame in zip(
        ((place, entry[1]) for place, entry in rows), render([entry for _place, entry in rows]), strict=True
    ):
        replays[place].frames.append((seq, frame))
    for replay in replays.values():
        if replay.frames:
            # Events may have been added between the two queries.
            replay.head = max(replay.head, replay.frames[-1][0])
    return replays


def missed(places: Sequence[Place], limit: int) -> list[tuple[Place, Entry]]:
    """Up to `limit` events after each place, in order."""
    topics, afters = zip(*places, strict=True)
    rows = prepared(MISSED, {"topics": list(topics), "afters": list(afters), "limit": limit})
    return [((name, after), (name, seq, _event(*columns))) for name, after, seq, *columns in rows]


def _event(*columns: Any) -> Event:
    *facts, data = columns  # JSON comes as text
    names = ("id", "kind", "version", "at", "actor_id", "system", "subject_type", "subject_id", "data")
    return Event.from_db("default", names, (*facts, orjson.loads(data)))
