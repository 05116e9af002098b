"""What topics have missed, read from PostgreSQL and rendered from the current rows, many in one trip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from viche.kernel.events import heads
from viche.kernel.models import Event
from viche.kernel.prepared import made
from viche.kernel.sql import prepared
from viche.realtime.frames import Entry, Wire, bundles, render

Place = tuple[str, int]  # a topic, and the number after which its events are wanted

SHOWN = "seq, event_id, kind, version, at, actor_id, subject_id, data"
# As topics are numbered without gaps, a limit is an end of the numbers: nothing is sorted or counted for it.
# One place by itself, as it mostly is, needs no join.
MISSED_IN_ONE = f"""
    SELECT 1 AS place, {SHOWN} FROM kernel_topicentry
    WHERE topic_id = %(topics)s AND seq > %(afters)s::bigint AND seq <= %(afters)s::bigint + %(limit)s::bigint
"""  # noqa: S608 - constants only
# Many places in one statement; the limit holds for each. OFFSET 0 leaves nothing out, but keeps the inner
# question by itself: no plan reads the whole log for many topics. Two texts cost the driver less than two
# arrays.
MISSED = f"""
    SELECT asked.place, event.*
    FROM unnest(
        string_to_array(%(topics)s::text, ' '), string_to_array(%(afters)s::text, ' ')::bigint[]
    ) WITH ORDINALITY AS asked (name, after, place)
    CROSS JOIN LATERAL (
        SELECT {SHOWN} FROM kernel_topicentry
        WHERE topic_id = asked.name AND seq > asked.after AND seq <= asked.after + %(limit)s::bigint
        OFFSET 0
    ) AS event
"""  # noqa: S608 - constants only
# Without `system` and `subject_type`, which no frame shows.
COLUMNS = ("id", "kind", "version", "at", "actor_id", "subject_id", "data")


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
    found = missed_rows(places, limit)
    return [(places[nth - 1], (places[nth - 1][0], seq, _event(*columns))) for nth, seq, *columns in found]


def missed_rows(places: Sequence[Place], limit: int) -> list[tuple[Any, ...]]:
    """The same as rows: which of the places (from 1), the number in its topic, then COLUMNS; `data` is JSON
    text.
    """
    topics, afters = zip(*places, strict=True)
    asked = {"topics": " ".join(topics), "afters": " ".join(map(str, afters)), "limit": limit}
    return sorted(prepared(MISSED if len(places) > 1 else MISSED_IN_ONE, asked, binary=True))


def _event(*columns: Any) -> Event:
    *facts, data = columns
    return made(Event, COLUMNS, (*facts, orjson.loads(data)))
