"""Read state of one person in one thread."""

from __future__ import annotations

from dataclasses import dataclass

from dialogue.common.number_ranges import Spans, find_first_gap
from dialogue.threads.models import Thread


@dataclass(frozen=True, slots=True)
class ReadState:
    """What one person has read of a thread of `total` messages."""

    total: int
    ranges: Spans = ()
    seen: int = 0

    @property
    def unread(self) -> int:
        return self.total - self.seen

    @property
    def first_unread(self) -> int | None:
        return find_first_gap(self.ranges, self.total)


def build_read_state(thread: Thread, spans: Spans, seen: int) -> ReadState:
    """Build the read state of a thread from its spans and the number of messages they contain.

    Nothing is unread in a thread that was merged into another one: it contains tombstones.
    """
    if thread.is_merged and thread.message_count:
        spans, seen = ((1, thread.message_count),), thread.message_count
    # A message may have been posted between the two queries.
    return ReadState(max(thread.message_count, seen), spans, seen)
