"""Putting frames in order, whatever order they come in."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, strategies as st

from viche.realtime import subscriptions as module
from viche.realtime.frames import pack_frames
from viche.realtime.subscriptions import Stream


def frames_of(numbers: list[int]) -> list[bytes]:
    return [b"%d" % number for number in numbers]


def opened(head: int = 0) -> Stream:
    made = Stream("room:1")
    made.open(head)
    return made


@given(st.integers(0, 40), st.randoms(use_true_random=False), st.integers(0, 40))
def test_every_order_comes_out_in_order_and_once(total: int, chance: random.Random, head: int) -> None:
    stream = opened(head)
    numbers = list(range(1, head + total + 1))
    offered = numbers + [chance.choice(numbers) for _ in range(total) if numbers]
    chance.shuffle(offered)
    out: list[bytes] = []
    for number in offered:
        stream.offer(number, b"%d" % number)
        if chance.random() < 0.3:
            out += stream.take()
    out += stream.take()
    assert out == frames_of(list(range(head + 1, head + total + 1)))
    assert (stream.head, stream.size, stream.behind) == (head + total, 0, False)


@given(st.integers(0, 20), st.integers(1, 20), st.randoms(use_true_random=False))
def test_what_comes_before_the_head_is_known_is_not_lost(head: int, more: int, chance: random.Random) -> None:
    stream = Stream("room:1")
    numbers = list(range(1, head + more + 1))
    chance.shuffle(numbers)
    for number in numbers:
        stream.offer(number, b"%d" % number)
    stream.open(head)
    assert stream.take() == frames_of(list(range(head + 1, head + more + 1)))


def test_a_gap_is_noticed() -> None:
    stream = opened(3)
    stream.offer(5, b"5")
    assert (stream.take(), stream.behind) == ([], True)
    stream.offer(4, b"4")
    assert (stream.take(), stream.behind) == ([b"4", b"5"], False)
    stream.raise_known(6)
    assert stream.behind


def test_what_is_held_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_HELD", 100)
    stream = opened()
    for number in range(2, 60):
        stream.offer(number, b"x" * 10)
    assert stream.size <= 120
    stream.offer(1, b"x" * 10)
    assert stream.take()[:1] == [b"x" * 10]
    for number in range(stream.next, stream.next + 60):
        stream.offer(number, b"x" * 10)
    assert stream.size <= 120
    assert stream.behind


def test_bundles_are_cut_by_size() -> None:
    assert list(pack_frames([], 100)) == []
    assert list(pack_frames([b"{}"], 100)) == [b"{}"]
    assert list(pack_frames([b"{1}", b"{2}"], 100)) == [b'{"type":"events","events":[{1},{2}]}']
    assert list(pack_frames([b"x" * 60] * 3, 100)) == [b"x" * 60] * 3
