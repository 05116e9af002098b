"""Read state of reading."""

from __future__ import annotations

from dataclasses import dataclass

from dialogue.common.number_ranges import Spans, first_gap
from dialogue.threads.models import Thread


@dataclass(frozen=True, slots=True)
class Reading:
    """What one person has seen of a thread of `total` messages."""

    total: int
    ranges: Spans = ()
    seen: int = 0

    @property
    def unread(self) -> int:
        return self.total - self.seen

    @property
    def first_unread(self) -> int | None:
        return first_gap(self.ranges, self.total)


def reading(thread: Thread, spans: Spans, seen: int) -> Reading:
    """What somebody has seen of a thread: `seen` messages, in these spans. Of one that went on in another
    nothing waits for anybody: there stand stones.
    """
    if thread.is_merged and thread.message_count:
        spans, seen = ((1, thread.message_count),), thread.message_count
    # A message may have come between the two looks.
    return Reading(max(thread.message_count, seen), spans, seen)
