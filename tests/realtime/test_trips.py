"""Trips to Redis on a connection that is kept."""

from __future__ import annotations

import pytest
from redis.exceptions import ResponseError

from viche.realtime.trips import packed, redis, send_all

WHO = packed(b"CLIENT", b"ID")


def test_a_connection_is_kept_until_it_is_cut() -> None:
    first = send_all(WHO, 1)
    assert send_all(WHO + WHO, 2) == first * 2
    redis().client_kill_filter(_id=first[0])
    second = send_all(WHO, 1)
    assert second != first
    assert send_all(WHO, 1) == second


def test_what_is_refused_leaves_no_answer_for_the_next() -> None:
    with pytest.raises(ResponseError):
        send_all(packed(b"NONSENSE") + WHO, 2)
    echoed = packed(b"ECHO", b"x")
    assert send_all(echoed, 1) == [b"x"]
