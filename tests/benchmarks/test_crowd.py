"""The crowd of the overload notices what must never be: each fault is planted, and must be counted."""

from __future__ import annotations

import pytest

from benchmarks.crowd import Client, DeliveryLog, ThreadTarget, scan_frames
from viche.kernel.ids import uuid7
from viche.realtime.frames import EncodedFrame, dump, pack_frames

TOPIC = "thread:0199"
AFTER = 3


def events(*numbers: int) -> bytes:
    """One frame of the server with these events, whose text quotes another."""
    text = '{"type":"event","topic":"thread:0199","seq":77}'
    frames = (dump({"type": "event", "topic": TOPIC, "seq": seq, "data": text}) for seq in numbers)
    return b"".join(EncodedFrame(payload).framed for payload in pack_frames(frames, 1_000_000))


@pytest.mark.parametrize(
    ("numbers", "gaps", "duplicates", "known"),
    [
        ([4, 5, 6], 0, 0, 6),
        ([4, 7], 2, 0, 7),
        ([5], 1, 0, 5),
        ([4, 5, 5, 6], 0, 1, 6),
        ([3, 4], 0, 1, 4),
        ([5, 4], 1, 1, 5),
    ],
)
def test_a_client_counts_what_it_misses_and_what_comes_again(
    numbers: list[int], gaps: int, duplicates: int, known: int
) -> None:
    ledger = DeliveryLog(1)
    client = Client(ThreadTarget([], uuid7(), TOPIC, AFTER), ledger, "", 0)
    for seq in numbers:
        client.read(events(seq))
    together = DeliveryLog(1)
    Client(ThreadTarget([], uuid7(), TOPIC, AFTER), together, "", 0).read(events(*numbers))
    assert (ledger.gaps, ledger.duplicates, client.known) == (gaps, duplicates, known)
    assert (together.gaps, together.duplicates) == (gaps, duplicates)


@pytest.mark.parametrize("size", [0, 1, 4, 600])  # each way of saying how long a frame is
def test_half_a_frame_is_not_heard(size: int) -> None:
    first, second = events(4), events(*range(5, 5 + size)) or EncodedFrame(b"{}").framed
    for cut in (*range(min(16, len(second))), len(second) - 1):
        assert scan_frames(first + second[:cut]) == (len(first), [])
    assert scan_frames(first + second) == (len(first + second), [])


def test_what_a_server_asks_is_found_among_what_it_tells() -> None:
    ping = b"\x89\x04\0\x88\1\2"
    frames = events(4) + ping + events(5) + b"\x88\x10\x11\x3dtoo far behind"
    goodbye = (4413).to_bytes(2, "big") + b"too far behind"
    assert scan_frames(frames) == (len(frames), [(0x89, ping[2:]), (0x88, goodbye)])


def test_a_post_is_acknowledged_once_and_stays_in_the_outbox_until_then() -> None:
    ledger = DeliveryLog(1)
    client = Client(ThreadTarget([], uuid7(), TOPIC, AFTER), ledger, "", 0)
    client.post(0.0)
    settled = [client.settled]
    for _time in range(2):
        client.read(EncodedFrame(dump({"type": "ok", "id": 2, "data": {}})).framed)
        settled.append(client.settled)
    assert settled == [False, True, True]
    assert ledger.acknowledged == set(ledger.due)
